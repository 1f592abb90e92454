//go:build !bundle

package main

import _ "embed"

// archive holds commit and date when git archive wrote it, as it does for the
// source archives of a release. In a checkout it holds placeholders.
//
//go:embed packaging/source.txt
var archive string
