// Package articles holds the facts of the articles that drawdown knows, their asks and gaps, and the lexicon of the
// field, as plain text that an editor can change (the format: package knowledge), and the model that was trained on them
// ("drawdown train" makes it anew after a change; a test fails until it has).
package articles

import "embed"

// Files are the fact files (*.facts) and lexicon.txt.
//
//go:embed *.facts lexicon.txt
var Files embed.FS

// Model is the model that was trained on Files, packed (package index describes the format). It stands by itself, since a file of
// an embed.FS is copied when it is read. Nobody may change it.
//
//go:embed model.bin
var Model []byte
