package transfer

// Journal is a placeholder for its own file.
type Journal struct{}
