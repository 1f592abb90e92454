package instance

import "errors"

// errForeign is why a connection is not used.
var errForeign = errors.New("instance: process of another user")
