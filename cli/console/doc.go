// Package console gives a program of Windows that was built without a console that of the
// program that started it. Elsewhere it does nothing.
package console
