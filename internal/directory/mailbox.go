package directory

import (
	"strings"

	"passerelle/internal/text"
)

// RoleMailbox reports that an e-mail address is of an office and not of a
// person: accueil@, info@, direction.services@, or the house's own name. What
// cannot be told is a person's.
func RoleMailbox(address string) bool {
	local, domain, ok := strings.Cut(text.Fold(strings.TrimSpace(address)), "@")
	if !ok || local == "" {
		return false
	}
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' })
	if len(words) == 0 {
		return false
	}
	house, _, _ := strings.Cut(domain, ".")
	whole := strings.Join(words, "")
	return whole == strings.ReplaceAll(house, "-", "") || officeWords[strings.TrimRight(words[0], "0123456789")] || officeWords[strings.TrimRight(whole, "0123456789")]
}

// officeWords are what mailboxes of a desk or a role begin with, in both
// languages.
var officeWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		accueil reception receptionniste info infos information informations renseignements contact contacts courriel email mail
		bonjour hello allo bureau office secretariat secretary admin administration adm direction dg coordination coordo coordonnateur
		coordinator gestion management manager service services serviceclient client clients clientele support aide help soutien
		intake inscription inscriptions registration referral referrals reference references orientation demande demandes requests
		repertoire directory donnees data database webmestre webmaster web site communication communications comm media
		membre membres members benevole benevoles volunteer volunteers emploi emplois jobs rh hr programme programmes program programs
		clinique clinic centre center centro refuge shelter maison house equipe team comite board ca reservation reservations
		question questions general generale public enquiries inquiries inquiry enquiry feedback nouvelles news
		urgence ligne line intervention intervenant intervenants famille familles jeunesse jeunes youth legal juridique`) {
		m[w] = true
	}
	return m
}()
