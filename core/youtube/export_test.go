package youtube

import "time"

// The limits of answers, for tests from outside.
type AnswerLimit = answerLimit

var (
	PlayerLimit = playerLimit
	PageLimit   = pageLimit
)

// Measures is false under the race detector.
const Measures = measures

func (l answerLimit) Bytes() int64 { return l.bytes }

func (l answerLimit) Values() int { return l.values }

// SetPageWaits replaces the waits before a page of a list is requested again until
// the test ends.
func SetPageWaits(t interface{ Cleanup(func()) }, waits ...time.Duration) {
	before := pageWaits
	pageWaits = waits
	t.Cleanup(func() { pageWaits = before })
}
