package web

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// describe makes /v1/openapi.json: the description with the program's version in it.
func describe(version string) asset {
	content, err := static.ReadFile("static/openapi.json")
	if err != nil {
		panic(err) // it is embedded
	}
	quoted, err := json.Marshal(version)
	if err != nil {
		panic(err) // a string always marshals
	}
	return newAsset("openapi.json", bytes.Replace(content, []byte(`"VERSION"`), quoted, 1))
}

func (a *Adapter) describe(w http.ResponseWriter, r *http.Request) *problem {
	a.openapi.serve(w, r)
	return nil
}
