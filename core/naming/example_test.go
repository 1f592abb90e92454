package naming_test

import (
	"fmt"

	"github.com/hilo-app/hilo/core/naming"
)

func ExamplePattern_Name() {
	p, err := naming.Parse("{number} - {title} [{quality}]")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Name(naming.Values{Title: "How bridges are built", Number: 7, Total: 230, Quality: "1080p"}, 200))
	fmt.Println(p.Name(naming.Values{Title: "AC/DC: live"}, 200))

	_, err = naming.Parse("{titel}")
	fmt.Println(err)
	// Output:
	// 007 - How bridges are built [1080p]
	// AC-DC- live
	// Hilo does not know {titel}. There are {title}, {channel}, {date}, {number}, {list}, {quality} and {id}
}

func ExampleExample() {
	fmt.Println(naming.Example("{date} {channel} - {title}"))
	fmt.Println(naming.Example("{number}/{title}"))
	// Output:
	// 2026-11-23 The Bridge Channel - How bridges are built.mp4 <nil>
	//  a name cannot contain /
}
