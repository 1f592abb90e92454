package picture_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"github.com/hilo-app/hilo/core/picture"
)

func ExampleDecode() {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 320, 180))); err != nil {
		fmt.Println(err)
		return
	}
	p, err := picture.Decode(context.Background(), file.Bytes(), picture.Limits{Bytes: 1 << 20, Pixels: 1 << 20})
	fmt.Println(p.Bounds(), err)
	_, err = picture.Decode(context.Background(), file.Bytes(), picture.Limits{Bytes: 1 << 20, Pixels: 1000})
	fmt.Println(err != nil)
	// Output:
	// (0,0)-(320,180) <nil>
	// true
}
