// Package config holds every setting of a Passerelle in one documented struct.
//
// A setting is a flag, or an environment variable PASSERELLE_*; a secret may
// also be read from a file (PASSERELLE_*_FILE), so that it never stands in a
// process list. It is the only package that reads the environment.
package config

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// Store says where the data is. Every command that opens data has it.
type Store struct {
	DB     string `name:"db" env:"PASSERELLE_DB" default:"passerelle.db" placeholder:"DB" help:"cli.help_db"`
	DBFile string `name:"db-file" env:"PASSERELLE_DB_FILE" placeholder:"FILE" help:"cli.help_db_file"`
	Keys   string `name:"keys" env:"PASSERELLE_KEYS" placeholder:"FILE" help:"cli.help_keys"`
	// KeyStore is where half of each key is kept apart: "none" for nowhere.
	KeyStore string `name:"key-store" env:"PASSERELLE_KEY_STORE" placeholder:"DB" help:"cli.help_key_store"`
	Plain    bool   `name:"plain" env:"PASSERELLE_PLAIN" help:"cli.help_plain"`
	// Fleeting is set by demo alone: its file is thrown away.
	Fleeting bool `kong:"-"`

	Region string `name:"region" env:"PASSERELLE_REGION" default:"region" help:"cli.help_region"`
}

// Server says how to serve.
type Server struct {
	Listen   string `name:"listen" env:"PASSERELLE_LISTEN" default:"127.0.0.1:8080" help:"cli.help_listen"`
	URL      string `name:"url" env:"PASSERELLE_URL" placeholder:"URL" help:"cli.help_url"`
	Proxy    string `name:"proxy" env:"PASSERELLE_PROXY" placeholder:"ADDR" help:"cli.help_proxy"`
	Packs    string `name:"packs" env:"PASSERELLE_PACKS" placeholder:"DIR" help:"cli.help_packs"`
	TimeZone string `name:"time-zone" env:"PASSERELLE_TIME_ZONE" default:"America/Toronto" help:"cli.help_time_zone"`
	// Pictures for the map tab, from a service of the operator's choice.
	MapTiles  string `name:"map-tiles" env:"PASSERELLE_MAP_TILES" placeholder:"URL" help:"cli.help_map_tiles"`
	MapCredit string `name:"map-credit" env:"PASSERELLE_MAP_CREDIT" placeholder:"TEXT" help:"cli.help_map_credit"`
	// The hosts to which partners' systems may have us post notifications.
	NotifyHosts string `name:"notify-hosts" env:"PASSERELLE_NOTIFY_HOSTS" placeholder:"HOSTS" help:"cli.help_notify_hosts"`
	Conns       int    `name:"conns" env:"PASSERELLE_CONNS" default:"8" help:"cli.help_conns"`
	// The search index, kept for the next start.
	IndexFile string        `name:"index-file" env:"PASSERELLE_INDEX_FILE" placeholder:"FILE" help:"cli.help_index_file"`
	Grace     time.Duration `name:"grace" env:"PASSERELLE_GRACE" default:"10s" help:"cli.help_grace"`

	Feed
	SMS
	Mail
	Keep
}

// Resolve reads the *_FILE settings, fills what has a default that depends on
// another, and says at once all that is wrong.
func (s *Store) Resolve() error {
	wrong := fromFile("db-file", s.DBFile, &s.DB)
	if len(wrong) > 0 {
		return wrong.Err()
	}
	if s.DB == "" {
		wrong = append(wrong, fault.Field("db", "config.db_missing"))
	}
	// Taken for a path, the address of another kind of server would be a new file.
	for option, address := range map[string]string{"db": s.DB, "key-store": s.KeyStore} {
		if strings.Contains(address, "://") && !db.IsPostgres(address) {
			wrong = append(wrong, fault.Field(option, "config.db_scheme"))
		}
	}
	if s.Region == "" || len(s.Region) > 60 {
		wrong = append(wrong, fault.Field("region", "config.region_malformed"))
	}
	if s.Keys == "" {
		s.Keys = defaultKeys(s.DB)
	}
	if beside := s.DB + ".halves"; s.KeyStore == "" && !db.IsPostgres(s.DB) {
		// A file that is thrown away has no copies to be kept from; one that was kept
		// before still needs its key store.
		if _, err := os.Stat(beside); !s.Fleeting || err == nil {
			s.KeyStore = beside
		}
	}
	if s.KeyStore == s.DB && s.DB != "" { // a transaction of one would wait for the other
		wrong = append(wrong, fault.Field("key-store", "config.key_store_same"))
	}
	return wrong.Err()
}

// fromFile reads a setting that stands in a file, so that it stands in no list of
// processes. An empty file sets nothing and is a mistake: what it was to open
// would be left shut without a word.
func fromFile(option, path string, into *string) fault.Fields {
	if path == "" {
		return nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return fault.Fields{fault.Field(option, "config.file_unreadable").With(err)}
	}
	value := strings.TrimSpace(string(b))
	if value == "" {
		return fault.Fields{fault.Field(option, "config.file_empty")}
	}
	*into = value
	return nil
}

// defaultKeys puts the secrets beside a SQLite file. For a PostgreSQL database
// there is no such place: they go to the user's configuration folder, under a
// name made from the address without its password.
func defaultKeys(address string) string { return beside(address, os.UserConfigDir, ".keys") }

// NoKeyStore has keys be whole in the database: its copies then open what was
// destroyed since, until they are deleted.
const NoKeyStore = "none"

// Apart reports whether half of each key is kept apart. On PostgreSQL there is a
// key store only where one is named: every node must reach the same one.
func (s *Store) Apart() bool { return s.KeyStore != "" && s.KeyStore != NoKeyStore }

// KeptIndex is where a node keeps its search index for the next start: what was
// set, else beside a SQLite file, else in the user's cache folder. Empty for a
// store that is thrown away.
func (s *Server) KeptIndex(of Store) string {
	if s.IndexFile != "" || of.Fleeting {
		return s.IndexFile
	}
	return beside(of.DB, os.UserCacheDir, ".index")
}

// beside is where a file of a database goes: beside a SQLite file; for a
// PostgreSQL database in a folder of the user's, or here where there is none.
func beside(address string, folder func() (string, error), ending string) string {
	if !db.IsPostgres(address) {
		return address + ending
	}
	name := address
	if u, err := url.Parse(address); err == nil {
		name = u.Hostname() + "/" + u.Port() + u.Path
	}
	dir, err := folder()
	if err != nil {
		dir = "."
	}
	return filepath.Join(dir, "passerelle", id.CodeOf(16, name)+ending)
}

// Resolve checks the settings of the server and says all that is wrong.
func (s *Server) Resolve() error {
	var wrong fault.Fields
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		wrong = append(wrong, fault.Field("listen", "config.listen_malformed").With(err))
	}
	if s.URL != "" {
		if u, err := url.Parse(s.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" && u.Path != "/" {
			wrong = append(wrong, fault.Field("url", "config.url_malformed"))
		}
		s.URL = strings.TrimSuffix(s.URL, "/")
	}
	if _, err := s.Proxies(); err != nil {
		wrong = append(wrong, fault.Field("proxy", "config.proxy_malformed").With(err))
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil {
		wrong = append(wrong, fault.Field("time-zone", "config.zone_unknown").With(err))
	}
	switch {
	case s.MapTiles != "" && !isTiles(s.MapTiles):
		wrong = append(wrong, fault.Field("map-tiles", "config.map_tiles_malformed"))
	case s.MapTiles != "" && strings.TrimSpace(s.MapCredit) == "":
		wrong = append(wrong, fault.Field("map-credit", "config.map_credit_missing"))
	}
	for _, host := range s.Notified() {
		if u, err := url.Parse("https://" + host); err != nil || u.Host != host || u.Hostname() == "" {
			wrong = append(wrong, fault.Field("notify-hosts", "config.notify_hosts_malformed"))
			break
		}
	}
	if s.Conns < 1 || s.Conns > 200 {
		wrong = append(wrong, fault.Field("conns", "config.conns_range"))
	}
	if s.Grace < 0 {
		wrong = append(wrong, fault.Field("grace", "config.grace_range"))
	}
	wrong = append(wrong, s.Feed.check()...)
	wrong = append(wrong, s.SMS.check(s.URL)...)
	wrong = append(wrong, s.Mail.check(s.URL)...)
	wrong = append(wrong, s.Keep.check()...)
	return wrong.Err()
}

// Notified are the hosts of NotifyHosts, with their port where one is given.
func (s *Server) Notified() []string {
	return strings.FieldsFunc(s.NotifyHosts, func(r rune) bool { return r == ',' || r == ' ' })
}

// Proxies are the addresses and networks of Proxy.
func (s *Server) Proxies() (list []netip.Prefix, err error) {
	for _, word := range strings.FieldsFunc(s.Proxy, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(word)
		if err != nil {
			a, err := netip.ParseAddr(word)
			if err != nil {
				return nil, err
			}
			p = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen())
		}
		list = append(list, p.Masked())
	}
	return list, nil
}

// isTiles reports that an address names the pictures of a map: secure, with a
// place for each of zoom, column and row. Its host goes into a header.
func isTiles(s string) bool {
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if strings.Count(s, part) != 1 {
			return false
		}
	}
	u, err := url.Parse(strings.NewReplacer("{z}", "0", "{x}", "0", "{y}", "0").Replace(s))
	return err == nil && u.Scheme == "https" && u.User == nil && u.Hostname() != "" && !strings.ContainsFunc(u.Host, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == ':')
	})
}

// Language is the language the command line speaks: PASSERELLE_LANG, else that
// of the session; French unless English is asked for.
func Language() string {
	for _, name := range []string{"PASSERELLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		switch v := strings.ToLower(os.Getenv(name)); {
		case strings.HasPrefix(v, "fr"):
			return "fr"
		case strings.HasPrefix(v, "en"):
			return "en"
		}
	}
	return "fr"
}
