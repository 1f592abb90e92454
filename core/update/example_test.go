package update_test

import (
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/update"
)

func ExampleParse() {
	file := update.Sign([]byte(`{"schema":1,"serial":20261201,"versions":[{"version":"1.2.0","date":"2026-12-01","notes":["Groups."]}]}`), private)
	list, err := update.Parse(file, public)
	fmt.Println(list.Versions[0].Version, list.Versions[0].Notes, err)

	file[len(file)-3] = 'x'
	_, err = update.Parse(file, public)
	fmt.Println(errors.Is(err, update.ErrForged))
	// Output:
	// 1.2.0 [Groups.] <nil>
	// true
}
