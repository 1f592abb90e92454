package download

import (
	"context"
	"log/slog"
	"time"

	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// Tools are what downloads share.
type Tools struct {
	Source      Source
	Client      Client
	Log         *slog.Logger
	Claims      *Claims
	SaveAgain   bool       // a file that is in the folder already
	Connections func() int // per stream, asked when the transfer starts
	Playback    *Playback  // of the row, for players; may be nil
	Sponsors    Sponsors   // nil when nobody may be asked
}

// Source asks YouTube; see the methods of youtube.Source.
type Source interface {
	// Again looks v up with the same client profile, for fresh addresses.
	Again(ctx context.Context, v *youtube.Video) (*youtube.Video, error)
	// Next looks v up with a client profile that was not tried yet, because
	// its addresses are refused.
	Next(ctx context.Context, v *youtube.Video) (*youtube.Video, error)
	// Worked is told that v's addresses gave the whole media.
	Worked(v *youtube.Video)
	// Failed is told that no file could be made with v's addresses.
	Failed(v *youtube.Video)
	Image(ctx context.Context, url string) ([]byte, error)
	Caption(ctx context.Context, c youtube.Caption) ([]byte, error)
}

// Sponsors knows the sponsored parts of videos; sponsorblock.Client is one.
type Sponsors interface {
	Segments(ctx context.Context, videoID string, length time.Duration, categories []string) ([]sponsorblock.Segment, error)
}

// Client moves bytes; transfer.Client is one.
type Client interface {
	Head(ctx context.Context, a transfer.Address, n int64) ([]byte, error)
	Size(ctx context.Context, a transfer.Address) (int64, error)
	Fetch(ctx context.Context, j transfer.Job) error
}

// Row is a download's place in the queue. Its methods may be called from any
// goroutine. After the user paused, cancelled or removed the download they
// change nothing.
type Row interface {
	Status() status.Status
	Update(edit func(*status.Status))
	Note(note string)
	// Wait waits until done is closed, because another download of the same file
	// works on its partial file. The error is the cause of ctx when that ends first.
	Wait(ctx context.Context, done <-chan struct{}) error
	// Own records the partial file of the download. One that it owned before,
	// under another name, is discarded. Run holds the lock on the file.
	Own(path string)
	// Progress reports the bytes received of Status.Total and the speed in
	// bytes per second.
	Progress(received, speed int64)
}
