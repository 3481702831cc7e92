package main

import (
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"passerelle/internal/directory"
)

// bleveIndex is Bleve 2.6.3 with the same fields, folding accents, in memory.
// Its formula and its analysis differ from ours, so only the cost is compared.
type bleveIndex struct{ index bleve.Index }

func newBleve(listings []*directory.Listing) (*bleveIndex, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("folded", map[string]any{
		"type": custom.Name, "char_filters": []any{asciifolding.Name}, "tokenizer": unicode.Name, "token_filters": []any{lowercase.Name},
	}); err != nil {
		return nil, err
	}
	m.DefaultAnalyzer = "folded"
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{"name", "org", "summary"} {
		f := bleve.NewTextFieldMapping()
		f.Store, f.IncludeTermVectors, f.DocValues = false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	need := bleve.NewKeywordFieldMapping()
	need.Store, need.IncludeInAll = false, false
	doc.AddFieldMappingsAt("need", need)
	geo := bleve.NewGeoPointFieldMapping()
	geo.Store, geo.IncludeInAll = false, false
	doc.AddFieldMappingsAt("at", geo)
	for _, name := range []string{"min", "max"} {
		f := bleve.NewNumericFieldMapping()
		f.Store, f.IncludeInAll = false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	index, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	b := &bleveIndex{index}
	batch := index.NewBatch()
	for i, l := range listings {
		if l.Searchable() {
			if err := batch.Index(string(l.ID), fields(l)); err != nil {
				return nil, err
			}
		}
		if batch.Size() >= 2000 || i+1 == len(listings) {
			if err := index.Batch(batch); err != nil {
				return nil, err
			}
			batch = index.NewBatch()
		}
	}
	return b, nil
}

func fields(l *directory.Listing) map[string]any {
	d := map[string]any{
		"name": l.Name.FR + " " + l.Name.EN, "org": l.OrgName.FR, "summary": l.Summary.FR + " " + l.Summary.EN,
		"need": l.Needs, "min": l.MinAge, "max": 1000.0,
	}
	if l.MaxAge > 0 {
		d["max"] = l.MaxAge
	}
	if len(l.Places) > 0 && l.Places[0].HasPoint {
		d["at"] = map[string]any{"lon": l.Places[0].Lon, "lat": l.Places[0].Lat}
	}
	return d
}

func (b *bleveIndex) search(q *directory.Query) (int, error) {
	var all []query.Query
	if q.Text != "" {
		m := bleve.NewMatchQuery(q.Text)
		m.SetOperator(query.MatchQueryOperatorAnd)
		all = append(all, m)
	}
	if q.Need != "" {
		t := bleve.NewTermQuery(q.Need)
		t.SetField("need")
		all = append(all, t)
	}
	if q.Near != nil {
		g := bleve.NewGeoDistanceQuery(q.Near.Lon, q.Near.Lat, strconv.Itoa(radius)+"m")
		g.SetField("at")
		all = append(all, g)
	}
	if q.Age != 0 {
		yes := true
		young := bleve.NewNumericRangeInclusiveQuery(nil, &q.Age, nil, &yes)
		young.SetField("min")
		old := bleve.NewNumericRangeInclusiveQuery(&q.Age, nil, &yes, nil)
		old.SetField("max")
		all = append(all, young, old)
	}
	req := bleve.NewSearchRequest(bleve.NewConjunctionQuery(all...))
	req.Size = 20
	if q.Sort == directory.SortNearest {
		near, err := search.NewSortGeoDistance("at", "m", q.Near.Lon, q.Near.Lat, false)
		if err != nil {
			return 0, err
		}
		req.SortByCustom(search.SortOrder{near})
	}
	res, err := b.index.Search(req)
	if err != nil {
		return 0, err
	}
	return len(res.Hits), nil
}

func (b *bleveIndex) close() { b.index.Close() }
