package i18n

import (
	"strconv"

	"golang.org/x/text/number"
)

// decimal returns n with that many decimals, grouped and with the decimal sign of
// the language.
func decimal(n float64, decimals int) string {
	opts := []number.Option{number.Scale(decimals)}
	if n < 9999.5 && noGroupOfFour[InUse().Tag] {
		opts = append(opts, number.NoSeparator())
	}
	return current.Load().numbers.Sprint(number.Decimal(n, opts...))
}

// noGroupOfFour has the languages that write 1234 and 12.345 (CLDR,
// minimumGroupingDigits), which x/text does not know.
var noGroupOfFour = map[string]bool{"es": true, "it": true, "pl": true}

// Number returns a whole number as people write it, "12,345".
func Number(n int) string {
	if n > -1000 && n < 1000 {
		return strconv.Itoa(n)
	}
	return decimal(float64(n), 0)
}
