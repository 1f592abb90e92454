module hilo

go 1.26.0

require (
	fyne.io/fyne/v2 v2.8.1 // indirect
	github.com/Eyevinn/mp4ff v0.51.0 // indirect
	github.com/akavel/rsrc v0.10.2 // indirect
	github.com/bitly/go-simplejson v0.5.1 // indirect
	github.com/dchest/jsmin v0.0.0-20220218165748-59f39799265f // indirect
	github.com/dlclark/regexp2 v1.11.5 // indirect
	github.com/dop251/goja v0.0.0-20260311135729-065cd970411c // indirect
	github.com/go-sourcemap/sourcemap v2.1.4+incompatible // indirect
	github.com/google/pprof v0.0.0-20260302011040-a15ffb7f9dcc // indirect
	github.com/josephspurrier/goversioninfo v1.7.0 // indirect
	github.com/kkdai/youtube/v2 v2.10.6 // indirect
	github.com/ncruces/zenity v0.10.14 // indirect
	github.com/randall77/makefat v0.0.0-20210315173500-7ddd0e42c844 // indirect
	go.etcd.io/bbolt v1.4.3 // indirect
	go.uber.org/goleak v1.3.0 // indirect
	golang.org/x/image v0.24.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
	golang.org/x/text v0.35.0 // indirect
	golang.org/x/time v0.14.0 // indirect
)
