// Package opus reads what the packets of Opus say about themselves: the Head of a
// stream (RFC 7845) and the number of Samples of a packet (RFC 6716).
//
// The package neither decodes sound nor knows a container.
package opus
