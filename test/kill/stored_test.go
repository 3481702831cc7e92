package kill

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/seal"
)

// gatewaySecret is what the gateway proves itself by.
const gatewaySecret = "a-secret-of-twenty-six-signs"

// number is the telephone that a text message comes from: one for each, so that
// it can be counted afterwards.
func number(act string) string {
	sum := sha256.Sum256([]byte(act))
	return fmt.Sprintf("+1%013d", binary.BigEndian.Uint64(sum[:])%1e13)
}

// bring brings a text message, as a gateway does that asks again until it is
// told that it was taken.
func bring(c *http.Client, base, act string) (done bool, err error) {
	resp, err := c.PostForm(base+"/sms/externe/"+gatewaySecret+"/receive", url.Values{"from": {number(act)}, "id": {act}, "text": {"J’ai faim"}})
	if err != nil {
		return false, err
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK, nil
}

// kept is the database itself, once the program is gone.
type kept struct {
	db    *db.DB
	keys  seal.Keys
	vault *seal.Vault
	store *seal.Halves // half of each key, beside a SQLite file
}

func look(t *testing.T, address, keyFile string) *kept {
	t.Helper()
	keys, err := seal.LoadKeys(keyFile, false)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := seal.NewVault(keys)
	if err != nil {
		t.Fatal(err)
	}
	o := db.Options{Address: address, Clock: clock.System(), ReadConns: 1}
	if !db.IsPostgres(address) {
		o.Key = keys.Database
	}
	d, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{db: d, keys: keys, vault: vault}
	if db.IsPostgres(address) {
		return k
	}
	o.Address += ".halves"
	apart, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if k.store, err = seal.OpenHalves(context.Background(), apart); err != nil {
		t.Fatal(err)
	}
	vault.Apart(k.store)
	return k
}

func (k *kept) close() {
	if k.store != nil {
		k.store.Close()
	}
	k.db.Close()
}

// doors counts the report of each act.
func (k *kept) doors(t *testing.T) map[string]int {
	t.Helper()
	ctx := context.Background()
	var services []string
	err := k.db.Read(ctx, func(tx *db.Tx) (err error) {
		services, err = db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `SELECT DISTINCT c.service_id FROM closed_door AS c WHERE c.region_id = $1`, "region")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, service := range services {
		reports, err := directory.New(k.db, event.NewLog(nil)).Seals(k.vault).ClosedDoorsOf(ctx, access.ForOperator("region"), access.Service(service))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range reports {
			n[r.Words]++
		}
	}
	return n
}

// texts counts, for each act, what one message leaves: itself, a need on the
// board, an answer. What is there otherwise than once together is twice, or a
// half.
func (k *kept) texts(t *testing.T, l *Ledger) map[string]int {
	t.Helper()
	acts := map[string]string{}
	for _, act := range l.All() {
		acts[k.keys.Fingerprint("talk", "external\x00"+number(act))] = act
	}
	type talk struct {
		mark            string
		in, out, needed int
	}
	var talks []talk
	var needs, found int
	ctx := context.Background()
	err := k.db.Read(ctx, func(tx *db.Tx) (err error) {
		talks, err = db.Collect(ctx, tx, func(x *talk) []any { return []any{&x.mark, &x.in, &x.out, &x.needed} }, `
			SELECT t.mark,
			       (SELECT count(*) FROM talk_message AS m WHERE m.region_id = t.region_id AND m.talk_id = t.id AND m.way = 'in'),
			       (SELECT count(*) FROM talk_message AS m WHERE m.region_id = t.region_id AND m.talk_id = t.id AND m.way = 'out'),
			       (SELECT count(*) FROM need AS n WHERE n.region_id = t.region_id AND n.id = t.need_id)
			FROM   talk AS t WHERE t.region_id = $1`, "region")
		if err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT count(*) FROM need AS n WHERE n.region_id = $1 AND n.via = 'sms'`, "region").Scan(&needs)
	})
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, x := range talks {
		act, ok := acts[x.mark]
		if !ok {
			act = x.mark
		}
		n[act] += x.in
		found += x.needed
		if x.in != x.out || x.in != x.needed {
			t.Errorf("texts %s: %d messages, %d needs, %d answers", act, x.in, x.needed, x.out)
		}
	}
	if needs != found {
		t.Errorf("texts: %d needs on the board for %d messages", needs, found)
	}
	return n
}
