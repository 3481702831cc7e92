package config

import (
	"strconv"
	"time"

	"passerelle/internal/fault"
)

// Keep says for how many days each class of what people said is kept. After that
// its key is destroyed, and it is shown to nobody again. The words of needs and
// of text messages, and the walks of pathways, have fixed ends (docs/operations.md).
type Keep struct {
	KeepPeople    int `name:"keep-people" env:"PASSERELLE_KEEP_PEOPLE" default:"${keep_people}" help:"cli.help_keep_people"`
	KeepReferrals int `name:"keep-referrals" env:"PASSERELLE_KEEP_REFERRALS" default:"${keep_referrals}" help:"cli.help_keep_referrals"`
	KeepWords     int `name:"keep-words" env:"PASSERELLE_KEEP_WORDS" default:"${keep_words}" help:"cli.help_keep_words"`
	KeepCrises    int `name:"keep-crises" env:"PASSERELLE_KEEP_CRISES" default:"${keep_crises}" help:"cli.help_keep_crises"`
	KeepSignals   int `name:"keep-signals" env:"PASSERELLE_KEEP_SIGNALS" default:"${keep_signals}" help:"cli.help_keep_signals"`
	KeepTexts     int `name:"keep-texts" env:"PASSERELLE_KEEP_TEXTS" default:"${keep_texts}" help:"cli.help_keep_texts"`
}

// usually is what holds where nothing is set, said here alone: the command line
// reads it through KeepVars.
var usually = Keep{KeepPeople: 5 * year, KeepReferrals: year, KeepWords: year, KeepCrises: 2 * year, KeepSignals: 2 * year, KeepTexts: 30}

const year = 365 // days

// KeepVars are the defaults that the tags of Keep name, for the parser of the
// command line.
func KeepVars() map[string]string {
	return map[string]string{
		"keep_people": strconv.Itoa(usually.KeepPeople), "keep_referrals": strconv.Itoa(usually.KeepReferrals), "keep_words": strconv.Itoa(usually.KeepWords),
		"keep_crises": strconv.Itoa(usually.KeepCrises), "keep_signals": strconv.Itoa(usually.KeepSignals), "keep_texts": strconv.Itoa(usually.KeepTexts),
	}
}

// keepMost is how long anything may be kept: ten years.
const keepMost = 3660

// check lists what is wrong. Nothing is kept for ever.
func (k Keep) check() (wrong fault.Fields) {
	for _, f := range []struct {
		name string
		days int
	}{{"keep-people", k.KeepPeople}, {"keep-referrals", k.KeepReferrals}, {"keep-words", k.KeepWords}, {"keep-crises", k.KeepCrises}, {"keep-signals", k.KeepSignals}, {"keep-texts", k.KeepTexts}} {
		if f.days < 0 || f.days > keepMost {
			wrong = append(wrong, fault.Field(f.name, "config.keep_range", "most", keepMost))
		}
	}
	return wrong
}

// days is a number of days, or the usual one where none was set.
func days(n, usual int) time.Duration {
	if n == 0 {
		n = usual
	}
	return time.Duration(n) * 24 * time.Hour
}

// People is after the last thing noted about somebody; Referrals after the end of
// one; Words of feedback and closed doors after they were said; Crises after
// their end; Signals after they were said; Texts after one was sent.
func (k Keep) People() time.Duration    { return days(k.KeepPeople, usually.KeepPeople) }
func (k Keep) Referrals() time.Duration { return days(k.KeepReferrals, usually.KeepReferrals) }
func (k Keep) Words() time.Duration     { return days(k.KeepWords, usually.KeepWords) }
func (k Keep) Crises() time.Duration    { return days(k.KeepCrises, usually.KeepCrises) }
func (k Keep) Signals() time.Duration   { return days(k.KeepSignals, usually.KeepSignals) }
func (k Keep) Texts() time.Duration     { return days(k.KeepTexts, usually.KeepTexts) }
