package api

// Version is the version of the standard that the bytes satisfy. Three parts:
// a validator that reads two takes the feed for one of another profile.
const Version = "3.2.3"

// about is what GET /hsds/ says.
type about struct {
	Version     string    `json:"version"`
	Profile     string    `json:"profile"`
	OpenAPI     string    `json:"openapi_url"`
	Description string    `json:"description"`
	DataGuide   string    `json:"data_guide"`
	Changes     string    `json:"changes_url"`     // this and the next two are of our profile
	Tabular     string    `json:"datapackage_url"` // the standard has no place for downloads
	Nested      string    `json:"services_url"`
	Publisher   Publisher `json:"publisher"`
}

// Base is GET /hsds/.
func Base(a *API, c *Call) error {
	said := a.About
	if said == "" {
		said = c.say.T("hsds.about")
	}
	return c.answer(asJSON, marshalled(about{
		Version: Version, Profile: c.Base + "/hsds/profile", OpenAPI: c.Base + "/hsds/openapi.json",
		Description: said, DataGuide: c.Base + "/" + c.lang + "/donnees",
		Changes: c.Base + "/hsds/changes", Tabular: c.Base + "/hsds/datapackage.zip", Nested: c.Base + "/hsds/services.json", Publisher: a.Publisher,
	}))
}
