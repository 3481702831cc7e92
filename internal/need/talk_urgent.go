package need

import (
	"strings"

	"passerelle/internal/text"
)

// crisisNeed is what words of wanting to die are about, where the tree has it.
const crisisNeed = "talk.crisis"

// urgentWords are those of wanting to die, in the languages in which people text
// here. Who writes them is told at once whom to call, and nothing is decided: the
// words go on as any others. They find too much rather than too little.
var urgentWords = func() (list []string) {
	for phrase := range strings.SplitSeq("me tuer, veux mourir, veut mourir, envie de mourir, préfère mourir, mieux mourir, veux crever, en finir avec la vie, veux en finir, vais en finir, fin à mes jours, m'enlever la vie, plus vivre, plus envie de vivre, me pendre, me couper les veines, me faire du mal, "+
		"kill myself, killing myself, want to die, wanna die, end my life, end it all, take my life, don't want to live, dont want to live, do not want to live, don't want to be alive, hurt myself, better off dead, wish I was dead, wish I were dead, "+
		"quiero morir, quiero morirme, matarme, quitarme la vida, no quiero vivir, quero morrer, me matar, tirar minha vida, não quero viver, "+
		"vle mouri, touye tèt mwen, touye tètmwen, touye tèm, pa vle viv", ", ") {
		list = append(list, spaced(phrase))
	}
	// The roots of several languages, and Arabic, whose words take letters before
	// and behind.
	for _, root := range []string{"suicid", "أريد أن أموت", "أريد الموت", "بدي أموت", "بدي موت", "أقتل نفسي", "قتل نفسي", "انتحر", "انتحار", "لا أريد أن أعيش", "لا أريد العيش"} {
		list = append(list, strings.Join(text.Words(root), " "))
	}
	return list
}()

// Urgent reports that words speak of wanting to die: a page then begins with whom
// to call.
func Urgent(words string) bool { return urgent(words) }

func urgent(words string) bool {
	said := spaced(words)
	for _, phrase := range urgentWords {
		if strings.Contains(said, phrase) {
			return true
		}
	}
	return false
}

// spaced are words as they are compared, with a space at either end.
func spaced(words string) string { return " " + strings.Join(text.Words(words), " ") + " " }
