package problem_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestEveryClassHasOneSentence(t *testing.T) {
	said := map[string]problem.Class{}
	for _, c := range problem.Classes() {
		text := problem.Sentence(c)
		if text == "" || !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", c, text)
		}
		if other, taken := said[text]; taken {
			t.Errorf("%s and %s both say %q", c, other, text)
		}
		said[text] = c
	}
	if got := problem.Sentence("of a newer version"); got != problem.Sentence(problem.Unknown) {
		t.Errorf("an unknown class says %q", got)
	}
}

func TestEveryClassWithAPolicySaysWhatItWaitsFor(t *testing.T) {
	policies := 0
	for _, c := range problem.Classes() {
		_, retried := problem.RetryPolicyOf(c)
		if text := problem.Waiting(c); (text != "") != retried {
			t.Errorf("%s is retried: %v, and says %q", c, retried, text)
		}
		if retried {
			policies++
		}
	}
	if policies < 3 {
		t.Errorf("%d classes are retried", policies)
	}
}

func TestOfWrite(t *testing.T) {
	if err := problem.OfWrite(nil); err != nil {
		t.Error(err)
	}
	other := errors.New("input/output error")
	if err := problem.OfWrite(other); err != other {
		t.Error(err)
	}
	var p *problem.Problem
	if err := problem.OfWrite(&fs.PathError{Op: "open", Err: fs.ErrPermission}); !errors.As(err, &p) || p.Class != problem.NotWritable {
		t.Error(err)
	}
}

func ExampleClassify() {
	err := fmt.Errorf("lookup: %w", &youtube.Error{Class: youtube.GeoBlocked, Reason: "Not available in your country"})
	p := problem.Classify(err)
	fmt.Println(p.Class)
	fmt.Println(problem.Sentence(p.Class))
	_, retried := problem.RetryPolicyOf(p.Class)
	fmt.Println("retried:", retried)
	// Output:
	// geo-blocked
	// The owner does not show this video in your country. Waiting won't help.
	// retried: false
}
