// Package i18n holds what people read: a catalogue of keys with their French
// and English side by side, language packs added by an installation, plural
// rules, and the few formats (numbers, dates, hours, distances) that follow a
// language.
//
// Guarantees:
//   - French and English are complete, or [New] refuses to start;
//   - a key missing from a pack is read in French and marked as French, never
//     shown as a key and never blank;
//   - a class A text (consent, rights, violence, medical) from a pack is shown
//     only once two named reviewers approved it;
//   - every text is parsed once, at start.
//
// The language is an explicit value, [Local], handed to pages. The package
// never guesses a language from a text, never translates, and never compiles a
// pack into the program: packs are data with their source and licence.
//
//	l := bundle.In("fr")
//	l.T("service.closes_at", "time", l.Time(20, 0)) // Ferme à 20 h
//	l.N("service.count", 3)                             // 3 services
package i18n
