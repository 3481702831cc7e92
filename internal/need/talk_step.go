package need

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"passerelle/internal/named"
	"passerelle/internal/text"
)

// answer is what the menus say to a message, and what becomes of it. It is
// decided without the database.
type answer struct {
	Key     string // what to say; empty: nothing
	Step    string
	Stop    bool
	Start   bool
	Forget  bool
	Human   bool
	Read    bool
	Say     string   // words to keep as a need
	Pending bool     // the words of the message before are the need
	Need    string   // what the need is about, chosen from the menu
	Place   string   // where it is
	Lang    string   // asked for
	Signal  bool     // the words are of a place, for who answers there
	Names   []string // what is asked about
}

// menuNeeds are the numbers of the menu, in the order of the public pages.
var menuNeeds = []string{"eat", "sleep", "health", "papers", "money", "children", "talk", "safety"}

// decide is the pure rule: what a message means after what was asked before.
// names is what looks like a person's in words that are a signal. stopped says
// that the number wants no message, held that a worker answers.
func (s *Service) decide(t talk, words string, names []string, stopped, held bool) answer {
	folded := strings.Join(strings.Fields(text.Fold(words)), " ")
	cmd := commandOf(folded)
	switch {
	case cmd == cmdStop:
		return answer{Stop: true, Key: "sms.stopped"}
	case cmd == cmdForget:
		return answer{Forget: true, Key: "sms.forgotten"}
	case stopped && cmd == cmdStart:
		return answer{Start: true, Key: "sms.started"}
	case stopped:
		return answer{} // not a word leaves until they ask for it
	case cmd == cmdHelp || cmd == cmdStart:
		return answer{Key: "sms.help", Step: t.Step}
	case cmd == cmdHuman:
		return answer{Human: true, Key: "sms.human"}
	case held:
		return answer{Step: t.Step} // a worker answers
	case cmd == cmdRead:
		return answer{Read: true}
	case cmd == cmdSend && t.Step == askedSignal && s.signals != nil:
		return answer{Signal: true, Pending: true}
	case cmd == cmdYes && t.Step == askedSignal: // yes, it is a name: nothing leaves
		return answer{Key: "sms.signal_how"}
	case cmd == cmdYes && t.Step == askedNamed:
		return answer{Pending: true}
	case s.voice != nil && languageWords[folded] != "" && s.voice.Has(languageWords[folded]):
		return answer{Lang: languageWords[folded], Key: "sms.help", Step: t.Step}
	}
	if begins, says := signals(words); begins && s.signals != nil {
		return signalled(words, names, says)
	}
	if n, err := strconv.Atoi(strings.Trim(folded, " .")); err == nil && t.Step == askedNeed && n >= 1 && n <= len(menuNeeds) {
		return answer{Need: menuNeeds[n-1]}
	}
	if t.Step == askedPlace {
		if key, ok := s.atlas.PlaceOf(words); ok {
			return answer{Place: key}
		}
		if key, ok := s.atlas.PlaceIn(words); ok {
			return answer{Place: key}
		}
	}
	if !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r > 0x2000 }) {
		return answer{Key: "sms.help", Step: t.Step} // nothing was said
	}
	if len(named.Personal(words)) > 0 {
		return answer{Key: "sms.named", Step: askedNamed}
	}
	return answer{Say: words}
}

// signalled is what the menus say to a message that begins by the word for it.
func signalled(words string, names []string, says bool) answer {
	switch {
	case !says:
		return answer{Key: "sms.signal_how"}
	case utf8.RuneCountInString(words) > SignalMost:
		return answer{Key: "sms.signal_long"} // what is cut is not what was said
	}
	if len(names) > 0 {
		return answer{Key: "sms.signal_named", Step: askedSignal, Names: names}
	}
	return answer{Signal: true}
}

// languageWords are how people ask for a language, by its own name.
var languageWords = map[string]string{
	"francais": "fr", "french": "fr", "english": "en", "anglais": "en", "arabic": "ar", "arabe": "ar", "عربي": "ar", "العربيه": "ar", "espanol": "es", "spanish": "es", "kreyol": "ht", "portugues": "pt",
}

// spoken guesses the language of a first message; the gateway's own when there
// is no sign of another.
func (s *Service) spoken(words, usual string) string {
	for _, r := range words {
		if unicode.Is(unicode.Arabic, r) && s.voice.Has("ar") {
			return "ar"
		}
	}
	fr, en := 0, 0
	for _, w := range text.Words(words) {
		switch w {
		case "je", "nous", "pas", "est", "une", "les", "des", "pour", "suis", "besoin", "faim", "avec", "dans", "ai":
			fr++
		case "i", "am", "the", "need", "my", "is", "we", "and", "have", "hungry", "not", "where", "help":
			en++
		}
	}
	switch {
	case en > fr:
		return "en"
	case fr > en:
		return "fr"
	}
	return usual
}

// shortened is what of a message is kept: ten megabytes of emoji are not a need,
// but their first words may be.
func shortened(words string) string {
	words = text.Clean(words)
	if utf8.RuneCountInString(words) <= WordsMost {
		return words
	}
	return strings.TrimSpace(string([]rune(words)[:WordsMost-1])) + "…"
}
