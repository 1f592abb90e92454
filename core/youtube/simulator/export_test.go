package simulator

import "github.com/hilo-app/hilo/core/youtube/simulator/internal/dash"

// What the tests check besides the API: host names, tokens and announced ranges.
var (
	MediaHost = mediaHost
	Token     = token
	Ranges    = dash.Ranges
)
