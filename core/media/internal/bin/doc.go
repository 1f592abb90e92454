// Package bin reads and writes the bytes of media files for all formats.
//
// Window reads a file forward in few steps, StateReader takes apart the saved
// state of a layout, TailWriter appends to a file, and GrowingFile is read while
// its bytes still arrive. The functions compute with timescales, samples and
// ranges without overflow. What input can exceed is bounded by MaxTracks, MaxSize
// and MaxReserve; RecoverDamage turns a panic that hostile bytes cause into
// media.ErrDamaged.
//
// The package knows no format.
package bin
