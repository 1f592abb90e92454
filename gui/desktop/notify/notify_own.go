//go:build windows || darwin

package notify

import "context"

// Notifier shows no notifications on this system.
type Notifier struct{}

// New returns a notifier for the app of that ID.
func New(string) *Notifier { return &Notifier{} }

// Send returns ErrUnsupported.
func (*Notifier) Send(context.Context, Note) error { return ErrUnsupported }

// Close does nothing.
func (*Notifier) Close() {}
