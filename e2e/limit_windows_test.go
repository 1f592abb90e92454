package e2e

import "errors"

func limitFiles(int64) error { return errors.ErrUnsupported }

func limitOpenFiles() error { return errors.ErrUnsupported }
