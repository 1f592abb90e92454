package sponsorblock_test

import (
	"context"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func Example() {
	site := simulator.NewServer()
	defer site.Close()
	site.Add(simulator.Video{ID: "aaaaaaaaaaa", Duration: time.Minute, Sponsored: []simulator.Sponsored{
		{From: 10 * time.Second, To: 20 * time.Second, Category: sponsorblock.Sponsor},
		{From: 15 * time.Second, To: 25 * time.Second, Category: sponsorblock.SelfPromo},
	}})

	client := sponsorblock.New(site.Transport())
	segments, err := client.Segments(context.Background(), "aaaaaaaaaaa", time.Minute, sponsorblock.Categories())
	if err != nil {
		fmt.Println(err)
	}
	for _, s := range segments {
		fmt.Println(s.From, s.To, sponsorblock.CategoryName(s.Category))
	}
	fmt.Println("to leave out:", sponsorblock.Merge(segments))
	// Output:
	// 10s 20s Sponsor
	// 15s 25s Unpaid/Self Promotion
	// to leave out: [{10s 25s}]
}
