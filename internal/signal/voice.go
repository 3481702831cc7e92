package signal

import (
	"bytes"
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// VoiceMost is how many bytes a recording may weigh: three minutes, as a
// telephone records.
const VoiceMost = 3 << 20

// voiceKinds are what telephones record, by how a file begins.
var voiceKinds = []struct {
	kind string
	at   int
	head string
}{
	{"audio/ogg", 0, "OggS"}, {"audio/mpeg", 0, "ID3"}, {"audio/mpeg", 0, "\xff\xfb"}, {"audio/mpeg", 0, "\xff\xf3"}, {"audio/aac", 0, "\xff\xf1"},
	{"audio/wav", 8, "WAVE"}, {"audio/webm", 0, "\x1a\x45\xdf\xa3"}, {"audio/mp4", 4, "ftyp"}, {"audio/amr", 0, "#!AMR"}, {"audio/flac", 0, "fLaC"},
}

// voiceKind is the media type of a recording by its first bytes, whatever its
// name says; empty: it is none that we know.
func voiceKind(b []byte) string {
	for _, k := range voiceKinds {
		if len(b) > k.at && bytes.HasPrefix(b[k.at:], []byte(k.head)) {
			return k.kind
		}
	}
	return ""
}

func checkVoice(said *Said) error {
	switch {
	case len(said.Voice) == 0:
		return nil
	case len(said.Voice) > VoiceMost:
		return wrong(fault.Field("voice", "signal.voice_large", "mega", VoiceMost>>20))
	case voiceKind(said.Voice) == "":
		return wrong(fault.Field("voice", "signal.voice_kind"))
	case !said.Quiet:
		// A machine does not hear a name: whoever sends says that there is none.
		return wrong(fault.Field("quiet", "signal.voice_quiet_missing"))
	}
	return nil
}

// Voice is the recording of a signal, as the bytes that came, and its media type.
// fault.NotFound when there is none, or none for this actor.
func (s *Service) Voice(ctx context.Context, by access.Actor, id string) (kind string, recording []byte, err error) {
	defer fault.Wrap(&err, "signal.Voice(%s)", id)
	if !MaySay(by) {
		return "", nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := findVoice(ctx, tx, by.Region(), by.Scope(access.Heed, tx.Now), id)
		if err != nil {
			return err
		}
		key, err := s.vault.Existing(ctx, tx, by.Region(), owner(id))
		if err != nil {
			return err
		}
		kind = r.kind
		recording, err = key.Open(r.sealed, id, id, voicePart)
		return err
	})
	return kind, recording, err
}
