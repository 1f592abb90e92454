package panics_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/panics"
)

func ExampleCatch() {
	work := func(list []int) (err error) {
		defer panics.Catch(&err)
		list[3] = 1
		return nil
	}
	var caught *panics.Error
	fmt.Println(errors.As(work(nil), &caught))
	fmt.Println(work(make([]int, 4)))
	// Output:
	// true
	// <nil>
}

func TestCatch(t *testing.T) {
	first := func() (err error) {
		defer panics.Catch(&err)
		panic("the cause")
	}()
	again := func() (err error) {
		defer panics.Catch(&err)
		panic(first)
	}()
	if again != first || !strings.Contains(first.Error(), "the cause") || !strings.Contains(first.Error(), "TestCatch") {
		t.Errorf("%v, then %v", first, again)
	}
	plain := errors.New("plain")
	if err := func() (err error) {
		defer panics.Catch(&err)
		return plain
	}(); err != plain {
		t.Error(err)
	}
}
