// Package picker is the dialog in which a person picks videos from a list: a
// playlist, a channel, or what a search found.
//
// Open opens the Dialog of a Request. It reads the list page by page from its
// Host's Reader and shows the entries while more of them arrive. Which are ticked is
// held by a selection, which knows no widget. The ticked ones are given to the Host
// as one Choice.
//
// The package reaches the window by the interface Host only, and knows neither the
// queue nor YouTube.
package picker
