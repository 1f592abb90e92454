package youtube

// The limits of answers, for tests from outside.
type AnswerLimit = answerLimit

var (
	PlayerLimit = playerLimit
	PageLimit   = pageLimit
)

func (l answerLimit) Bytes() int64 { return l.bytes }

func (l answerLimit) Values() int { return l.values }
