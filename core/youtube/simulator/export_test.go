package simulator

// What the tests check besides the API: host names, tokens and announced ranges.
var (
	MediaHost = mediaHost
	Token     = token
	Ranges    = ranges
)
