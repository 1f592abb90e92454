//go:build race

package challenge_test

import (
	"time"

	"github.com/hilo-app/hilo/core/youtube/challenge"
)

const underRace = true

func init() { challenge.SetMaxTime(5 * time.Minute) }
