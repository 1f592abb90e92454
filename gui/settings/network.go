package settings

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/theme"
)

// network is the section on how Hilo reaches YouTube.
func (d *Dialog) network() section {
	return section{title: lang.L("Network"), icon: theme.IconGlobe, rows: []*row{}}
}
