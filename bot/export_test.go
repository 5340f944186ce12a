package bot

import "time"

// NewVolatile makes the journal that a bot without one keeps to, so that tests can share it between bots.
func NewVolatile(now func() time.Time) Journal { return newVolatile(now) }

// ShortName is how a state names an article.
var ShortName = shortName
