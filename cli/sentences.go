package cli

import (
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/problem"
)

// problemText returns the sentence for the problem of a failed download. Where
// the class says nothing, YouTube's own sentence or the technical error follows.
func problemText(p *core.Problem) string {
	if p == nil {
		return ""
	}
	text := problem.Sentence(p.Class)
	if p.Class == core.Unknown {
		switch {
		case p.Message != "":
			text = "YouTube says: " + plain(p.Message)
		case p.Err != nil:
			text += " " + plain(p.Err.Error())
		}
	}
	return text
}

// waitText returns the sentence for the problem of a download that waits and
// tries again by itself.
func waitText(p *core.Problem) string {
	if p == nil {
		return ""
	}
	if text := problem.Waiting(p.Class); text != "" {
		return text
	}
	return problemText(p)
}
