// Package options is where a person chooses what is made of a video.
//
// Bar is the line of the window with the choice for the next links. Open opens the
// Dialog of one video: it looks the video up, shows a form with what there is, and
// gives its Host one wish for each file that was chosen. What is chosen is held by a
// selection, which knows no widget.
//
// The package reaches the window by the interface Host only, and never the queue.
package options
