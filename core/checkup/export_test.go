package checkup

import "time"

// The bounds that the tests check.
const (
	MediaBytes = mediaBytes
	StepLimit  = stepLimit
	YtdlpLimit = ytdlpLimit
)

// SetLimit gives a step less time, so that a test does not wait for it as long as a
// person would.
func (c *Config) SetLimit(step Name, limit time.Duration) {
	c.limits = map[Name]time.Duration{step: limit}
}

// SetCreate replaces the write into the folder.
func (c *Config) SetCreate(create func(dir string) error) { c.create = create }
