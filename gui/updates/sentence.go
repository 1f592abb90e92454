package updates

import (
	"errors"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core/update"
)

// Sentence says why there is no news, for an error of core.Manager.CheckUpdates.
func Sentence(err error) string {
	switch {
	case errors.Is(err, update.ErrForged):
		return lang.L("The answer was not signed by the makers of Hilo. Nothing of it was used.")
	case errors.Is(err, update.ErrStale):
		return lang.L("The answer was older than one before it. Nothing of it was used.")
	case errors.Is(err, update.ErrTooNew):
		return lang.L("This Hilo is too old to read the answer. The page has a newer one.")
	case errors.Is(err, update.ErrMalformed):
		return lang.L("The answer could not be read. Nothing of it was used.")
	}
	return lang.L("The page for updates does not answer. Try it again later.")
}
