package simulator

import (
	"cmp"
	"strconv"
	"strings"
)

// streamingData returns a video's formats with the addresses that a client gets.
func (s *Server) streamingData(v *video, name, userAgent string, serial int64, mood FaultKind) object {
	var muxed, adaptive []object
	for i := range v.Media {
		m := &v.Media[i]
		f := v.format(m)
		switch {
		case !getsAddress(name, m, mood):
		case challenged(name) && !m.muxed(): // muxed formats have n alone
			f["signatureCipher"] = cipher(s.addressOf(v, m, name, userAgent, serial))
		default:
			f["url"] = s.addressOf(v, m, name, userAgent, serial)
		}
		if m.muxed() {
			muxed = append(muxed, f)
		} else {
			adaptive = append(adaptive, f)
		}
	}
	data := object{
		"expiresInSeconds":      strconv.Itoa(int(s.Lifetime.Seconds())),
		"adaptiveFormats":       adaptive,
		"serverAbrStreamingUrl": "https://" + mediaHost(v.ID) + "/videoplayback?sabr=1&c=" + name,
	}
	if (name != "VISIONOS" || mood == MuxedOnly) && len(muxed) > 0 {
		data["formats"] = muxed
	}
	if name == "VISIONOS" || v.Live == Live {
		data["hlsManifestUrl"] = "https://manifest.googlevideo.com/api/manifest/hls_variant/id/" + v.ID + "/file/index.m3u8"
	}
	return data
}

// getsAddress reports whether a client gets an address of a format.
func getsAddress(name string, m *Media, mood FaultKind) bool {
	switch {
	case mood == SABROnly:
		return false
	case mood == MuxedOnly:
		return m.Itag == 18
	case name == "VISIONOS":
		return !m.muxed()
	case name == "ANDROID":
		return m.Itag == 18
	}
	return name == "ANDROID_VR" || challenged(name)
}

// format returns a format in the form of player answers.
func (v *video) format(m *Media) object {
	f := object{
		"itag":           m.Itag,
		"mimeType":       m.MIME,
		"bitrate":        m.Bitrate,
		"lastModified":   m.LMT,
		"quality":        "tiny",
		"projectionType": "RECTANGULAR",
	}
	if clen := m.clen(v.Live); clen != "" {
		f["contentLength"] = clen
	}
	if v.Live == Live {
		f["targetDurationSec"], f["maxDvrDurationSec"] = 2, 43200
	} else {
		f["approxDurationMs"] = strconv.FormatInt(v.Duration.Milliseconds(), 10)
		if m.Content != nil && v.Duration > 0 && !m.muxed() {
			f["averageBitrate"] = int(float64(m.Content.Size()) * 8 / v.Duration.Seconds())
		}
		if m.Index[1] > 0 && !m.NoIndex {
			f["initRange"], f["indexRange"] = rangeObject(m.Init), rangeObject(m.Index)
		}
	}
	if x := m.xtags(); len(x) > 0 {
		f["xtags"] = x.Encode()
	}
	if v.DRM {
		f["drmFamilies"] = []string{"WIDEVINE", "FAIRPLAY"}
		f["drmTrackType"] = "DRM_TRACK_TYPE_HD"
	}
	if m.Height > 0 {
		m.picture(f)
	}
	if m.Height == 0 || m.muxed() {
		m.sound(f)
	}
	return f
}

func rangeObject(r [2]int64) object {
	return object{"start": strconv.FormatInt(r[0], 10), "end": strconv.FormatInt(r[1], 10)}
}

// picture adds the fields of a format with a picture.
func (m *Media) picture(f object) {
	f["width"], f["height"], f["fps"] = m.Width, m.Height, m.FPS
	lines := labelHeight(min(m.Width, m.Height), max(m.Width, m.Height))
	label := strconv.Itoa(lines) + "p"
	f["qualityOrdinal"] = "QUALITY_ORDINAL_" + strings.ToUpper(label)
	if m.FPS > 30 {
		label += strconv.Itoa(m.FPS)
	}
	transfer := "COLOR_TRANSFER_CHARACTERISTICS_BT709"
	primaries := "COLOR_PRIMARIES_BT709"
	if m.HDR {
		label += " HDR"
		transfer, primaries = "COLOR_TRANSFER_CHARACTERISTICS_SMPTEST2084", "COLOR_PRIMARIES_BT2020"
	}
	f["qualityLabel"] = label
	switch {
	case lines >= 720:
		f["quality"] = "hd" + strconv.Itoa(lines)
	case lines >= 480:
		f["quality"] = "large"
	case lines >= 360:
		f["quality"] = "medium"
	case lines >= 240:
		f["quality"] = "small"
	}
	if !strings.Contains(m.MIME, "avc1") { // YouTube's answers have it for these only
		f["colorInfo"] = object{
			"primaries": primaries, "transferCharacteristics": transfer,
			"matrixCoefficients": "COLOR_MATRIX_COEFFICIENTS_BT709",
		}
	}
}

// labelHeight returns the number in a quality label: the shorter side, except that
// a picture wider than 16:9 is named after the 16:9 picture of its width.
func labelHeight(short, long int) int {
	tiers := []int{144, 240, 360, 480, 720, 1080, 1440, 2160, 4320}
	n := max(short, long*9/16)
	best := tiers[0]
	for _, t := range tiers {
		if abs(t-n) < abs(best-n) {
			best = t
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// sound adds the fields of a format with sound.
func (m *Media) sound(f object) {
	f["audioChannels"] = 2
	f["audioQuality"] = "AUDIO_QUALITY_MEDIUM"
	f["audioSampleRate"] = "44100"
	switch m.Itag {
	case 139:
		f["audioQuality"], f["audioSampleRate"] = "AUDIO_QUALITY_LOW", "22050"
	case 18, 249, 250:
		f["audioQuality"] = "AUDIO_QUALITY_LOW"
	}
	if strings.Contains(m.MIME, "opus") {
		f["audioSampleRate"] = "48000"
	}
	if !m.muxed() {
		f["qualityOrdinal"] = "QUALITY_ORDINAL_UNKNOWN"
		loudness := cmp.Or(m.Loudness, -16.5)
		f["loudnessDb"] = loudness + 14
		f["trackAbsoluteLoudnessLkfs"] = loudness
	}
	if m.DRC {
		f["isDrc"] = true
	}
	if m.Language == "" {
		return
	}
	track := object{"displayName": m.LanguageName, "id": m.Language + ".3", "audioIsDefault": m.Original}
	if m.Original {
		track["id"] = m.Language + ".4"
		track["displayName"] = m.LanguageName + " original"
	}
	f["audioTrack"] = track
}
