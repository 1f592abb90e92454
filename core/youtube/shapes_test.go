package youtube_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// answerFiles maps each file of testdata/answers to the recording whose shape it has.
var answerFiles = map[string]string{
	"player_visionos_ok.json":            "player/2026-06-07_VISIONOS-1.02_An8vtD1FDqs.json",
	"player_visionos_dubs.json":          "player/2026-06-07_VISIONOS-1.02_3sbYbckT1VY.json.gz",
	"player_visionos_live.json":          "player/2026-06-07_VISIONOS-1.02_X4VbdwhkE10.json",
	"player_visionos_refused.json":       "player/2026-06-07_VISIONOS-1.02_it3OtbTxQk0.json",
	"player_android_ok.json":             "player/2026-01-26_ANDROID-21.03.36_ok__An8vtD1FDqs.json",
	"player_android_empty.json":          "player/2026-01-26_ANDROID-21.03.36_empty__INVALID_ID_.json",
	"player_android_login_required.json": "player/2026-01-26_ANDROID-21.03.36_login_required_This-video-is-private_8VajtrESJzA.json",
	"player_android_geo_blocked.json":    "player/2026-01-26_ANDROID-21.03.36_unplayable_The-uploader-has-not-mad__PL2HJKxnOM.json",
	"player_android_members_only.json":   "player/2026-01-26_ANDROID-21.03.36_unplayable_This-video-is-available_ayI2iBwGdxw.json",
	"player_tvhtml5_ciphered.json":       "player/2025-03-17_TVHTML5-7.20250122_K4DyBUG242c_ciphered.json.gz",
	"player_tvhtml5_plain.json":          "player/2025-03-17_TVHTML5-7.20250122_plain-n.json",
	"player_tvhtml5_embedded.json":       "player/2024-11-10_TVHTML5_SIMPLY_EMBEDDED_PLAYER-2.0_rwcfPqbAx-0.json",
	"player_age_restricted.json":         "failures/youtube_age_restricted.innertube.json",
	"player_bot_check.json":              "failures/youtube_request_blocked.innertube.json",
	"player_removed.json":                "failures/youtube_video_unavailable.innertube.json",
	"browse_2025_first.json":             "browse/2025-07-11_WEB_VLPLXJg25X-OulsVsnvZ7RVtSDW-id9_RzAO.json",
	"browse_2025_missing.json":           "browse/2025-07-11_WEB_VLPL11111111111111111111111111111111.json",
	"browse_2025_unviewable.json":        "browse/2025-07-11_WEB_VLINVALID_ID.json",
	"browse_2026_first.json":             "browse/2026-07-02_WEB_hugeplaylist_2.json.gz",
	"browse_2026_continuation.json":      "browse/2026-07-02_WEB_hugeplaylist_3.json.gz",
	"browse_2026_course.json":            "browse/2026-07-02_WEB_courseplaylist_2.json",
	"browse_2026_unviewable.json":        "browse/2026-07-02_WEB_notavailable_1.json",
	"browse_2026_missing.json":           "browse/2026-07-02_WEB_notavailable_2.json",
	"channel_resolve.json":               "channel_search/2026-07-02_youtubechanneltabextractor_videos_1.json",
	"channel_videos.json":                "channel_search/2026-07-02_youtubechanneltabextractor_videos_2.json.gz",
	"channel_videos_continuation.json":   "channel_search/2026-07-02_youtubechanneltabextractor_videos_3.json.gz",
	"search_continuation.json":           "channel_search/2026-07-02_youtubesearchextractor_videos_2.json.gz",
}

// shape returns the paths of all values in a JSON document, each with its type, such
// as "streamingData.adaptiveFormats[].itag number".
func shape(t *testing.T, doc []byte) map[string]bool {
	t.Helper()
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	addPaths(paths, v, "")
	return paths
}

func addPaths(paths map[string]bool, v any, path string) {
	kind := "null"
	switch v := v.(type) {
	case map[string]any:
		kind = "object"
		for key, child := range v {
			addPaths(paths, child, strings.TrimPrefix(path+"."+key, "."))
		}
	case []any:
		kind = "array"
		for _, child := range v {
			addPaths(paths, child, path+"[]")
		}
	case string:
		kind = "string"
	case float64:
		kind = "number"
	case bool:
		kind = "bool"
	}
	paths[path+" "+kind] = true
}

// TestAnswersHaveTheShapeOfRecordings compares every path and type of the answers
// with those of the recordings. A difference means that a file must be edited by
// hand, or that a new recording has a new shape, for which the parser needs a test.
func TestAnswersHaveTheShapeOfRecordings(t *testing.T) {
	for file, recorded := range answerFiles {
		t.Run(file, func(t *testing.T) {
			want, got := shape(t, recording(t, recorded)), shape(t, answerFile(t, file))
			for _, path := range slices.Sorted(maps.Keys(want)) {
				if !got[path] {
					t.Errorf("%s is recorded, but not in the file", path)
				}
			}
			for _, path := range slices.Sorted(maps.Keys(got)) {
				if !want[path] {
					t.Errorf("%s is in the file, but not recorded", path)
				}
			}
		})
	}
}

// TestAnswersHaveWhatIsRead checks, without recordings too, that the answers contain
// the paths that lookups read.
func TestAnswersHaveWhatIsRead(t *testing.T) {
	for file, reads := range map[string]string{
		"player_visionos_ok.json": `
			responseContext.visitorData string
			playabilityStatus.status string
			videoDetails.videoId string
			videoDetails.title string
			videoDetails.author string
			videoDetails.channelId string
			videoDetails.lengthSeconds string
			videoDetails.shortDescription string
			videoDetails.isLiveContent bool
			videoDetails.thumbnail.thumbnails[].url string
			videoDetails.thumbnail.thumbnails[].width number
			videoDetails.thumbnail.thumbnails[].height number
			captions.playerCaptionsTracklistRenderer.captionTracks[].baseUrl string
			captions.playerCaptionsTracklistRenderer.captionTracks[].name.runs[].text string
			captions.playerCaptionsTracklistRenderer.captionTracks[].languageCode string
			streamingData.adaptiveFormats[].itag number
			streamingData.adaptiveFormats[].url string
			streamingData.adaptiveFormats[].mimeType string
			streamingData.adaptiveFormats[].bitrate number
			streamingData.adaptiveFormats[].width number
			streamingData.adaptiveFormats[].height number
			streamingData.adaptiveFormats[].fps number
			streamingData.adaptiveFormats[].contentLength string
			streamingData.adaptiveFormats[].lastModified string
			streamingData.adaptiveFormats[].approxDurationMs string
			streamingData.adaptiveFormats[].audioChannels number
			streamingData.adaptiveFormats[].initRange.start string
			streamingData.adaptiveFormats[].initRange.end string
			streamingData.adaptiveFormats[].indexRange.start string
			streamingData.adaptiveFormats[].indexRange.end string`,
		"player_visionos_dubs.json": `
			streamingData.adaptiveFormats[].audioTrack.id string
			streamingData.adaptiveFormats[].audioTrack.displayName string
			streamingData.adaptiveFormats[].audioTrack.audioIsDefault bool
			streamingData.adaptiveFormats[].colorInfo.transferCharacteristics string`,
		"player_visionos_live.json": `
			videoDetails.isLive bool
			streamingData.adaptiveFormats[].targetDurationSec number`,
		"player_visionos_refused.json": `
			playabilityStatus.reason string`,
		"player_android_ok.json": `
			streamingData.formats[].itag number
			streamingData.formats[].url string`,
		"player_bot_check.json": `
			playabilityStatus.errorScreen.playerErrorMessageRenderer.subreason.runs[].text string`,
		"browse_2026_missing.json": `
			error.message string`,
		"browse_2026_unviewable.json": `
			alerts[].alertRenderer.type string
			alerts[].alertRenderer.text.runs[].text string`,
		"channel_resolve.json": `
			endpoint.browseEndpoint.browseId string`,
	} {
		paths := shape(t, answerFile(t, file))
		for read := range strings.Lines(reads) {
			if read = strings.TrimSpace(read); read != "" && !paths[read] {
				t.Errorf("%s lacks %s", file, read)
			}
		}
	}
	// Entries and continuations are searched in the whole page.
	for file, reads := range map[string][]string{
		"browse_2025_first.json": {".playlistVideoRenderer.videoId string", ".playlistVideoRenderer.title.runs[].text string", ".playlistVideoRenderer.shortBylineText.runs[].text string", ".playlistVideoRenderer.lengthSeconds string"},
		"browse_2026_first.json": {".lockupViewModel.contentId string", ".lockupViewModel.contentType string", ".lockupMetadataViewModel.title.content string",
			".contentMetadataViewModel.metadataRows[].metadataParts[].text.content string", ".thumbnailBadgeViewModel.text string", ".continuationCommand.token string"},
		"browse_2026_continuation.json":    {".lockupViewModel.contentId string", ".continuationCommand.token string"},
		"browse_2026_course.json":          {".lockupViewModel.contentId string"},
		"channel_videos.json":              {".richItemRenderer.content.lockupViewModel.contentId string", ".continuationCommand.token string"},
		"channel_videos_continuation.json": {".richItemRenderer.content.lockupViewModel.contentId string", ".continuationCommand.token string"},
	} {
		paths := slices.Collect(maps.Keys(shape(t, answerFile(t, file))))
		for _, read := range reads {
			if !slices.ContainsFunc(paths, func(path string) bool { return strings.HasSuffix(path, read) }) {
				t.Errorf("%s lacks %s", file, read)
			}
		}
	}
}

// TestAnswerFilesAreListed checks that no file is without a recording to compare with.
func TestAnswerFilesAreListed(t *testing.T) {
	entries, err := os.ReadDir("testdata/answers")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if answerFiles[e.Name()] == "" {
			t.Errorf("%s is not listed", e.Name())
		}
	}
	if len(entries) != len(answerFiles) {
		t.Errorf("%d files, %d are listed", len(entries), len(answerFiles))
	}
}
