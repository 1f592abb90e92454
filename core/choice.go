package core

// Choice is a switch that has a default.
type Choice string

// The choices; the default is the empty one.
const (
	Yes Choice = "yes"
	No  Choice = "no"
)

// ChoiceOf returns Yes or No.
func ChoiceOf(on bool) Choice {
	if on {
		return Yes
	}
	return No
}

func (c Choice) or(standard bool) bool {
	if c == "" {
		return standard
	}
	return c == Yes
}
