package simulator

import (
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/dash"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/protobuf"
)

// What the tests check besides the API: host names, tokens and announced ranges.
var (
	MediaHost = mediaHost
	Token     = protobuf.Token
	Ranges    = dash.Ranges
)
