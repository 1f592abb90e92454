package drawing

import (
	"image"
	"image/color"
	"image/draw"
)

// glyphs are the digits and the colon, 3 by 5, from the top left on.
var glyphs = map[rune]string{
	'0': "###" + "#.#" + "#.#" + "#.#" + "###", '1': ".#." + "##." + ".#." + ".#." + "###",
	'2': "###" + "..#" + "###" + "#.." + "###", '3': "###" + "..#" + ".##" + "..#" + "###",
	'4': "#.#" + "#.#" + "###" + "..#" + "..#", '5': "###" + "#.." + "###" + "..#" + "###",
	'6': "###" + "#.." + "###" + "#.#" + "###", '7': "###" + "..#" + "..#" + ".#." + ".#.",
	'8': "###" + "#.#" + "###" + "#.#" + "###", '9': "###" + "#.#" + "###" + "..#" + "###",
	':': "..." + ".#." + "..." + ".#." + "...",
}

// Figures draws white figures at the top left of a picture. Each of their points
// is scale by scale pixels.
func Figures(img draw.Image, text string, scale int) {
	x := 2 * scale
	for _, c := range text {
		for i, on := range glyphs[c] {
			if on == '#' {
				at := image.Pt(x+i%3*scale, (2+i/3)*scale)
				draw.Draw(img, image.Rectangle{Min: at, Max: at.Add(image.Pt(scale, scale))}, image.NewUniform(color.White), image.Point{}, draw.Src)
			}
		}
		x += 4 * scale
	}
}
