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
	Pick    string   // what the need is about, where nobody knows yet: then it adds no words
	Add     string   // words to keep with the need that the conversation is about
	Mute    bool     // nothing is said of it: they want no message
	Urgent  bool     // first of all, whom to call now
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
	a := s.means(t, words, names, stopped, held)
	a.Urgent = !stopped && urgent(words) // also while a worker answers, who may be asleep
	return a
}

func (s *Service) means(t talk, words string, names []string, stopped, held bool) answer {
	folded := foldedWords(words)
	cmd := commandOf(folded)
	switch {
	case cmd == cmdStop:
		return answer{Stop: true, Key: "sms.stopped"}
	case cmd == cmdForget:
		return answer{Forget: true, Key: "sms.forgotten"}
	case stopped && cmd == cmdStart:
		return answer{Start: true, Key: "sms.started"}
	case stopped: // not a word leaves until they ask for it; a need that they say all the same is heard
		if cmd == noCommand && s.atlas.NeedIn(words) != "" && len(named.Personal(words)) == 0 {
			return answer{Say: words, Mute: true}
		}
		return answer{}
	case cmd == cmdHelp || cmd == cmdStart:
		return answer{Key: "sms.help", Step: t.Step}
	case cmd == cmdHuman:
		return answer{Human: true, Key: "sms.human"}
	case cmd == cmdRead: // as a message of ours told them to, also while a worker answers
		return answer{Read: true}
	case held:
		return answer{Step: t.Step} // a worker answers
	case cmd == cmdSend && t.Step == askedSignal && s.signals != nil:
		return answer{Signal: true, Pending: true}
	case cmd == cmdYes && t.Step == askedSignal: // yes, it is a name: nothing leaves
		return answer{Key: "sms.signal_how"}
	case (cmd == cmdYes || cmd == cmdAgreed) && t.Step == askedNamed:
		return answer{Pending: true}
	case cmd == cmdFine || cmd == cmdAgreed:
		return answer{Step: t.Step} // no need, and nothing to answer
	case cmd == cmdYes || cmd == cmdSend:
		return answer{Key: "sms.help", Step: t.Step} // to nothing that was asked
	case s.voice != nil && languageWords[folded] != "" && s.voice.Has(languageWords[folded]):
		return answer{Lang: languageWords[folded], Key: "sms.help", Step: t.Step}
	}
	if begins, says := signals(words); begins && s.signals != nil {
		return signalled(words, names, says)
	}
	if a, ok := s.replies(t, words, folded); ok {
		return a
	}
	if !said(words) {
		return answer{Key: "sms.help", Step: t.Step} // nothing was said
	}
	if len(named.Personal(words)) > 0 {
		return answer{Key: "sms.named", Step: askedNamed}
	}
	return answer{Say: words}
}

// What an answer to a question of ours has at most, in words. What is longer says
// something else.
const (
	needReply  = 4
	placeReply = 10
)

// replies is what words mean as an answer to what was asked. Words that we do not
// know stay with the need they answer for: they are not another one.
func (s *Service) replies(t talk, words, folded string) (answer, bool) {
	short := len(strings.Fields(folded))
	if t.Need == "" || urgent(words) {
		return answer{}, false
	}
	switch t.Step {
	case askedNeed:
		n, number := menuNumber(folded)
		switch {
		case number && n >= 1 && n <= len(menuNeeds):
			return answer{Need: menuNeeds[n-1]}, true
		case number:
			return answer{Key: "sms.ask_need", Step: askedNeed}, true
		}
		if short > needReply || !said(words) || len(named.Personal(words)) > 0 {
			return answer{}, false
		}
		place, _ := s.atlas.PlaceIn(words)
		return answer{Need: s.atlas.NeedIn(words), Place: place, Add: words}, true
	case askedPlace:
		if n, number := menuNumber(folded); number && n >= 1 && n <= len(menuNeeds) {
			return answer{Pick: menuNeeds[n-1], Add: words}, true
		}
		if key, ok := s.atlas.PlaceOf(words); ok {
			return answer{Place: key}, true
		}
		if key, ok := s.atlas.PlaceIn(words); ok {
			return answer{Place: key}, true
		}
		if short > placeReply || !said(words) || len(named.Personal(words)) > 0 {
			return answer{}, false
		}
		if s.atlas.NeedIn(words) == "" || whereWords[strings.Fields(folded)[0]] {
			return answer{Add: words}, true
		}
	}
	return answer{}, false
}

// whereWords begin words that say where, whatever is named behind them: "near the
// clinic" is no need of care.
var whereWords = map[string]bool{
	"pres": true, "proche": true, "coin": true, "devant": true, "derriere": true, "sous": true, "rue": true, "au": true, "aux": true, "a": true, "dans": true,
	"near": true, "at": true, "corner": true, "behind": true, "under": true, "by": true, "cerca": true, "junto": true, "perto": true, "عند": true, "قرب": true, "في": true,
}

// menuNumber is the number that words are, the first of several.
func menuNumber(folded string) (n int, ok bool) {
	for _, w := range strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		v, err := strconv.Atoi(w)
		switch {
		case err == nil && !ok:
			n, ok = v, true
		case err != nil && w != "et" && w != "and" && w != "y" && w != "e" && w != "ak" && w != "و":
			return 0, false
		}
	}
	return n, ok
}

// said reports that words say something.
func said(words string) bool {
	return strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r > 0x2000 })
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
