package core

import (
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// The vocabulary of packages status and problem, which the queue shares with
// package download, and of packages queue, lookup and ytdlp, under the names that the window and the command line use.
type (
	// ID names one download for as long as it is in the queue.
	ID = status.ID
	// State is what a download is doing.
	State = status.State
	// Status is all that a window or a terminal shows of one download.
	Status = status.Status
	// GroupID names one group for as long as it has downloads in the queue.
	GroupID = status.GroupID
	// Group is what was added together, with the sums of its downloads.
	Group = status.Group
	// ListKind is what the downloads of a group were added from.
	ListKind = status.ListKind
	// Place is where in a list a download stands.
	Place = status.Place
	// Problem is why a download waits or failed.
	Problem = problem.Problem
	// Class is the kind of a Problem.
	Class = problem.Class
	// Subscription has the newest Status of each download until somebody takes it.
	Subscription = queue.Subscription
	// Update is what changed since the last Subscription.Take.
	Update = queue.Update
	// News is what the page for updates says, and what was done about it.
	News = queue.News
	// List is a playlist, an album, a channel, a search or a mix.
	List = lookup.List
	// ListEntry is one entry of a List.
	ListEntry = lookup.ListEntry
	// ListReader reads a list page by page.
	ListReader = lookup.ListReader
	// SearchFilter is how YouTube orders what it finds, and from when on.
	SearchFilter = lookup.SearchFilter
	// Since says when a video that a search finds was published at the earliest.
	Since = lookup.Since
	// Tab is a tab of a channel.
	Tab = lookup.Tab
	// Offer is what YouTube offers of one video.
	Offer = lookup.Offer
	// Chapter is a named part of a video.
	Chapter = lookup.Chapter
	// Ytdlp is what is known of the yt-dlp on this computer.
	Ytdlp = ytdlp.Installed
	// YtdlpState says whether yt-dlp can be used.
	YtdlpState = ytdlp.State
)

// The states and notes; package status says what each means.
const (
	Queued       = status.Queued
	LookingUp    = status.LookingUp
	Downloading  = status.Downloading
	Waiting      = status.Waiting
	Paused       = status.Paused
	Finishing    = status.Finishing
	Done         = status.Done
	Failed       = status.Failed
	Cancelled    = status.Cancelled
	NoteChanged  = status.NoteChanged
	NoteRescue   = status.NoteRescue
	NotePaced    = status.NotePaced
	NoteResumed  = status.NoteResumed
	NoteAlready  = status.NoteAlready
	NoteSameFile = status.NoteSameFile

	NoteNoSponsorBlock = status.NoteNoSponsorBlock
	NoteMarkedOnly     = status.NoteMarkedOnly
	NotePartsStay      = status.NotePartsStay
)

// The states of yt-dlp, and the oldest version that is used and the oldest without a
// known security hole; package ytdlp says what each means.
const (
	YtdlpFound   = ytdlp.StateFound
	YtdlpMissing = ytdlp.StateMissing
	YtdlpOld     = ytdlp.StateOld
	YtdlpBroken  = ytdlp.StateBroken
	OldestYtdlp  = ytdlp.Oldest
	SafeYtdlp    = ytdlp.Safe
)

// The kinds of lists; package status says what each means.
const (
	Links    = status.Links
	Playlist = status.Playlist
	Album    = status.Album
	Channel  = status.Channel
	Search   = status.Search
	Mix      = status.Mix
	Chapters = status.Chapters
)

// The tabs of a channel; package lookup says what each means.
const (
	AllUploads   = lookup.AllUploads
	VideosTab    = lookup.VideosTab
	ShortsTab    = lookup.ShortsTab
	LiveTab      = lookup.LiveTab
	PlaylistsTab = lookup.PlaylistsTab
)

// Since when a video that a search finds may have been published.
const (
	AnyTime   = lookup.AnyTime
	Today     = lookup.Today
	ThisWeek  = lookup.ThisWeek
	ThisMonth = lookup.ThisMonth
	ThisYear  = lookup.ThisYear
)

// The classes of problems; package problem says what each means.
const (
	BotCheck       = problem.BotCheck
	RateLimited    = problem.RateLimited
	AgeRestricted  = problem.AgeRestricted
	Private        = problem.Private
	MembersOnly    = problem.MembersOnly
	Paid           = problem.Paid
	Premium        = problem.Premium
	GeoBlocked     = problem.GeoBlocked
	ClientRefused  = problem.ClientRefused
	Removed        = problem.Removed
	IsLive         = problem.IsLive
	IsUpcoming     = problem.IsUpcoming
	DRM            = problem.DRM
	NoStreams      = problem.NoStreams
	WrongVideo     = problem.WrongVideo
	EmptyPlaylist  = problem.EmptyPlaylist
	Filtered       = problem.Filtered
	ContentCheck   = problem.ContentCheck
	Processing     = problem.Processing
	TryLater       = problem.TryLater
	Gated          = problem.Gated
	Expired        = problem.Expired
	Offline        = problem.Offline
	Unreachable    = problem.Unreachable
	Untrusted      = problem.Untrusted
	Proxy          = problem.Proxy
	DiskFull       = problem.DiskFull
	NotWritable    = problem.NotWritable
	Busy           = problem.Busy
	Damaged        = problem.Damaged
	OutsideVideo   = problem.OutsideVideo
	OnlyWhole      = problem.OnlyWhole
	Unintelligible = problem.Unintelligible
	Unknown        = problem.Unknown
)

// ErrInUse says that another running Hilo has the queue's file open.
var ErrInUse = queue.ErrInUse

// Classes returns all classes of problems, for tables that must be complete.
func Classes() []Class { return problem.Classes() }
