package challenge

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/dop251/goja"
)

// machine is an interpreter in which a player script has run. It is not safe for
// concurrent use.
type machine struct {
	guard
	solve    goja.Callable // solve in prelude.js
	builders []goja.Value
	skip     goja.Value
}

//go:embed prelude.js
var preludeSource string

var prelude = goja.MustCompile("prelude.js", preludeSource, true)

// maxCalls bounds the depth of JavaScript calls. The scripts need less than a
// hundred.
const maxCalls = 2000

// newMachine compiles and runs a script.
func newMachine(source string, h Hints) (*machine, error) {
	m := &machine{guard: guard{vm: goja.New()}}
	m.vm.SetMaxCallStackSize(maxCalls)
	m.vm.SetParserOptions(parserOptions...)
	var program *goja.Program
	err := m.run(anyMemory, func() (err error) {
		if err := scan(source); err != nil {
			return err
		}
		program, err = compile(source, h)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := m.run(maxGrowth, func() error { return m.start(program, h) }); err != nil {
		return nil, err
	}
	// One answer of each kind decides which of the functions build addresses.
	if _, err := m.pattern(100); err != nil {
		return nil, err
	}
	return m, nil
}

// start runs the prelude and the program.
func (m *machine) start(program *goja.Program, h Hints) error {
	solve, err := m.vm.RunProgram(prelude)
	if err != nil {
		return err
	}
	m.solve, _ = goja.AssertFunction(solve)
	if err := m.vm.Set(receiver, func(call goja.FunctionCall) goja.Value {
		m.builders = append(m.builders[:0:0], call.Arguments...)
		return goja.Undefined()
	}); err != nil {
		return err
	}
	skip := make([]any, len(h.Skip))
	for i, s := range h.Skip {
		skip[i] = s
	}
	m.skip = m.vm.NewArray(skip...)
	if _, err := m.vm.RunProgram(program); err != nil {
		return err
	}
	if len(m.builders) == 0 {
		return errors.New("the functions that build addresses are not reached")
	}
	return nil
}

// pattern returns how a signature of length characters is rearranged.
func (m *machine) pattern(length int) ([]int, error) {
	s, _, err := m.answer(marks(length), "")
	if err != nil {
		return nil, err
	}
	return readPattern(s, length)
}

// n returns the answer to an n parameter.
func (m *machine) n(n string) (string, error) {
	_, answer, err := m.answer("", n)
	if err != nil {
		return "", err
	}
	return answer, checkN(n, answer)
}

// answer asks every function that builds addresses. Those that throw are ignored
// if another one answers; those that answer must agree.
func (m *machine) answer(s, n string) (signature, changed string, err error) {
	if m.broken != nil {
		return "", "", m.broken
	}
	var failed error
	answered := false
	for _, b := range m.builders {
		gotS, gotN, err := m.ask(b, s, n)
		if m.broken != nil {
			return "", "", m.broken
		}
		switch {
		case err != nil:
			failed = errors.Join(failed, err)
		case answered && (gotS != signature || gotN != changed):
			return "", "", fmt.Errorf("%w: two functions build different addresses", ErrAnswer)
		default:
			signature, changed, answered = gotS, gotN, true
		}
	}
	if !answered {
		return "", "", fmt.Errorf("%w: %w", ErrAnswer, failed)
	}
	return signature, changed, nil
}

// ask asks one function.
func (m *machine) ask(builder goja.Value, s, n string) (signature, changed string, err error) {
	err = m.run(maxGrowth, func() error {
		v, err := m.solve(goja.Undefined(), builder, m.vm.ToValue(s), m.vm.ToValue(n), m.skip)
		if err != nil {
			return err
		}
		pair, ok := v.(*goja.Object)
		if !ok {
			return errors.New("no answer")
		}
		signature, changed = text(pair.Get("s")), text(pair.Get("n"))
		return nil
	})
	return signature, changed, err
}

// text returns a primitive string of bounded length, "" for anything else.
func text(v goja.Value) string {
	s, ok := v.(goja.String)
	if !ok || s.Length() > maxOutput {
		return ""
	}
	return s.String()
}
