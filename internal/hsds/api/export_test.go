package api

// MadeTabular tells one making of the tabular package from another.
func MadeTabular(a *API) any { return a.tabular.made }
