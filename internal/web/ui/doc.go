// Package ui is the design system: one typed component for each part a page is
// made of (screens.md §3), so that a page reads as a composition and a part is
// changed in one place.
//
// Guarantees:
//   - a component needs no script, no colour and no hover to be understood;
//   - the language is an explicit value, and a text that falls back to French
//     is marked as French, each injected value being isolated in <bdi>;
//   - a link goes, a button acts.
//
// Components know nothing of the domain: they receive words, numbers and
// addresses. No other text than the catalogue's may be written here.
package ui
