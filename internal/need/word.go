package need

import (
	"context"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// WordsKept is how long words can be read. After that their key is destroyed.
const WordsKept = 90 * 24 * time.Hour

// kind is which words of a need they are.
type kind string

const (
	saidWords     kind = "words"    // in their words
	observedWords kind = "observed" // what a worker saw
	answerWords   kind = "answer"   // for who reported
)

// addedWords begin the kinds of what was said of a need later: each has its own,
// in the order in which they came. What was said before is not opened for it.
const addedWords = string(saidWords) + "/"

// word is sealed words.
type word struct {
	Need     string
	Kind     kind
	Sealed   []byte
	Language string
	Week     string
}

// weekOf names the week whose key seals what is said in it.
func weekOf(t time.Time) string {
	y, w := t.UTC().ISOWeek()
	return fmt.Sprintf("%04d-%02d", y, w)
}

// ofWeek is the owner of a week's key.
func ofWeek(week string) seal.Owner { return seal.Owner("need:" + week) }

// keep seals words and stores them; empty words are not kept.
func (s *Service) keep(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, id string, k kind, words, language string) (err error) {
	defer fault.Wrap(&err, "need.keep(%s)", k)
	if words == "" {
		return nil
	}
	w := word{Need: id, Kind: k, Language: language}
	if err := wk.open(ctx, tx, region, s); err != nil {
		return err
	}
	w.Week = wk.name
	if w.Sealed, err = wk.key.Seal([]byte(words), "need", id, string(k)); err != nil {
		return err
	}
	return insertWord(ctx, tx, region, w)
}

// weekly is the key of the week that runs, read once in a transaction.
type weekly struct {
	key  *seal.Key
	name string
}

// open reads the key. Where the week has none yet, it makes it in one transaction
// with the job that ends it: a key that is there has its end.
func (wk *weekly) open(ctx context.Context, tx *db.Tx, region access.Region, s *Service) (err error) {
	if wk.key != nil {
		return nil
	}
	wk.name = weekOf(tx.Now)
	wk.key, err = s.vault.Existing(ctx, tx, region, ofWeek(wk.name))
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if wk.key, err = s.vault.For(ctx, tx, region, ofWeek(wk.name)); err != nil {
		return err
	}
	return s.queue.Enqueue(ctx, tx, region, forgetJob, wk.name, forgotten{wk.name}, tx.Now.Add(WordsKept+week))
}

// open reads sealed words; empty when their week is over and its key gone.
func (s *Service) open(ctx context.Context, tx *db.Tx, region access.Region, w word) (string, error) {
	key, err := s.vault.Existing(ctx, tx, region, ofWeek(w.Week))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	plain, err := key.Open(w.Sealed, "need", w.Need, string(w.Kind))
	return string(plain), err
}
