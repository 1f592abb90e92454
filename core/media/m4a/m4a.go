// Package m4a makes an M4A file of the sound of a progressive MP4 file, such as
// YouTube's muxed stream, where that is the only stream with an address. The
// packets of AAC are copied as they are; the picture is dropped.
//
//	New -> convert.Start -> encoder.Run (mp4.CopySound) -> encoder.Finish
//
// Of a stream that has nothing but sound, package mp4 makes an M4A file without
// storing it first.
//
// The package knows no tables of MP4, and does not fetch.
package m4a

import (
	"fmt"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// New returns a media.Converter that stores one progressive MP4 file in file and
// makes an M4A file of its sound in Options.Output while the bytes arrive. It makes
// no clips: the error then wraps media.ErrNoIndex. Errors of the stream wrap
// media.ErrDamaged.
func New(file media.File, heads []media.Head, o media.Options) (media.Layout, error) {
	if o.Clip != (media.Clip{}) {
		return nil, fmt.Errorf("clip of a progressive file: %w", media.ErrNoIndex)
	}
	o.Cuts = nil
	source, err := convert.NewSource(heads, o)
	if err != nil {
		return nil, err
	}
	return convert.Start(file, source, &encoder{out: o.Output, reserve: o.Reserve}), nil
}

type encoder struct {
	out     media.File
	reserve int64
	file    *mp4.SoundFile
}

// Run implements convert.Encoder.
func (e *encoder) Run(in *bin.GrowingFile) (err error) {
	e.file, err = mp4.CopySound(in, e.out, e.reserve)
	return err
}

// Finish implements convert.Encoder.
func (e *encoder) Finish(m media.Meta) (media.Summary, error) { return e.file.Finish(m) }
