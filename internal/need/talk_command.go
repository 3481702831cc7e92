package need

import (
	"strings"
	"unicode"

	"passerelle/internal/text"
)

// word of the machine: what a whole message may ask, in any case, with or
// without accents and with any signs around it. STOP within a sentence is a word
// like another.
type command int

const (
	noCommand command = iota
	cmdStop
	cmdStart
	cmdHelp
	cmdHuman
	cmdForget
	cmdRead
	cmdYes
	cmdSend
	cmdFine   // thanks, or understood: nothing is asked
	cmdAgreed // the same; where a yes is waited for, it is one
)

// commandWords are the words of each, in the languages in which people text here:
// French and English, those of carriers, Spanish, Portuguese, Creole and Arabic.
// Whoever cannot read what we say must be able to stop it.
var commandWords = map[command]string{
	cmdStop: "stop, stopall, stop all, arrêt, arrêter, arrêtez, cesser, cessez, désabonner, désabonnement, annuler, unsubscribe, optout, opt out, revoke, fin, cancel, quit, end, " +
		"alto, parar, pare, basta, cancelar, detener, baja, sair, rete, kanpe, sispann, توقف, قف, إيقاف, أوقف, كفى, الغاء, إلغاء",
	cmdStart:  "start, reprendre, reprenez, unstop, empezar, reanudar, retomar, começar, kòmanse, rekòmanse, ابدأ, استئناف",
	cmdHelp:   "help, aide, info, ayuda, ajuda, èd, مساعدة, bonjour, bonsoir, salut, allo, hello, hi, hey, hola, olá, bonjou, bonswa, مرحبا, السلام عليكم, سلام",
	cmdHuman:  "humain, human, personne, person, agent, 0, humano, humana, persona, pessoa, moun, شخص, إنسان",
	cmdForget: "oublie, oublier, oubliez, forget, olvidar, olvida, borrar, esquecer, apagar, bliye, efase, احذف, انس",
	cmdRead:   "lire, read, leer, ler, li, اقرأ",
	cmdSend:   "envoyer, envoie, send, enviar, voye, أرسل",
	cmdYes:    "oui, yes, si, sim, wi, نعم",
	cmdFine:   "merci, merci beaucoup, thanks, thank you, thx, gracias, muchas gracias, obrigado, obrigada, mèsi, شكرا",
	cmdAgreed: "ok, okay, oki, d'accord, dac, parfait",
}

var commands = func() map[string]command {
	all := map[string]command{}
	for cmd, list := range commandWords {
		for word := range strings.SplitSeq(list, ", ") {
			all[text.Fold(word)] = cmd
		}
	}
	return all
}()

func commandOf(folded string) command {
	return commands[strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })]
}

// foldedWords are words as they are compared: one space between them.
func foldedWords(words string) string { return strings.Join(strings.Fields(text.Fold(words)), " ") }
