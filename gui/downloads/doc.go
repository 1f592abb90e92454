// Package downloads is the list of downloads as the window shows it.
//
// A Model keeps the data of every row from the updates of the queue, and a Filter
// chooses the Group that is shown. What was added together stands under a header: the
// model puts headers and rows into the lines of the list, and Moving finds where lines
// go that are moved. A List shows the lines with as many Row widgets as are seen, and
// loads their thumbnails by a ThumbnailCache. Buttons and keys of a row call Actions.
// Explain tells a person about a failure.
//
// The package knows core's Status and Update, but neither the queue nor the window.
package downloads
