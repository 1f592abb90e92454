package link

// Separates tells the fuzz test which characters Parse may drop without a trace.
var Separates = separates
