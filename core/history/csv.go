package history

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
)

// WriteCSV writes all entries, newest first, as CSV (RFC 4180) with a line of
// headings. A text that a spreadsheet would take for a formula gets a ' before it.
func (h *History) WriteCSV(w io.Writer) error {
	page, _ := h.Search("", 0, MaxEntries)
	buffered := bufio.NewWriter(w)
	c := csv.NewWriter(buffered)
	c.UseCRLF = true
	_ = c.Write([]string{"saved", "title", "channel", "list", "kind", "quality", "seconds", "bytes", "file", "link"})
	for _, e := range page {
		_ = c.Write([]string{
			e.Saved.Format(time.RFC3339), harmless(e.Title), harmless(e.Channel), harmless(e.List), string(e.Kind), harmless(e.Quality),
			fmt.Sprintf("%.0f", e.Duration.Seconds()), fmt.Sprint(e.Size), harmless(e.File), e.URL(),
		})
	}
	c.Flush()
	if err := c.Error(); err != nil { // of any Write before
		return fmt.Errorf("write the history: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	return nil
}

// harmless keeps a text that somebody else wrote from being a formula (OWASP, "CSV
// Injection").
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
