// Package library is the dialog "History and following": what was downloaded, and the
// lists whose new videos are offered or downloaded.
//
// Open opens the Dialog on one of its two tabs. Each tab is the source of the rows of
// one virtual list: historyTab searches the history in the background and holds the
// entries around what is seen; followingTab has all lists that are followed. Whether
// the file of a row is still there is asked, in the background, when the row is seen.
//
// The package reaches the window by the interface Host only. It asks neither YouTube
// nor the disk.
package library
