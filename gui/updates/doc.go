// Package updates tells the person of newer versions of Hilo, and shows what is new
// in them.
//
//	"Look for a newer Hilo" -> Updates.Open -> Host.CheckUpdates -> dialog
//	core.Update.News, of the weekly check -> Updates.Offer -> banner -> Updates.Show
//
// It opens the page with the versions in the browser when the person asks for that.
// It downloads nothing and starts nothing.
//
// It does not know the window, but only its Host.
package updates
