package discordtest

import (
	"strconv"
	"time"
)

// A snowflake has 42 bits of milliseconds since the first second of 2015 and 22 bits that tell ids of one millisecond apart.
const (
	snowflakeShift = 22
	snowflakeEpoch = 1420070400000
)

// firstGuild is the number, 22 bits aside, of guild 0: a multiple of every number of shards up to 16, so that guild i belongs to
// shard i modulo their number.
const firstGuild = 720720 * 200000

// newID gives an id that was never given.
func (s *Server) newID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newIDLocked()
}

func (s *Server) newIDLocked() string {
	s.lastID = max(s.lastID+1, (s.now().UnixMilli()-snowflakeEpoch)<<snowflakeShift)
	return strconv.FormatInt(s.lastID, 10)
}

// newGuild gives the id of guild i.
func (s *Server) newGuild(i int) string {
	return strconv.FormatInt((firstGuild+int64(i))<<snowflakeShift|1, 10)
}

// shardOf is the shard of a number of shards that an event in a guild goes to. Direct messages, without a guild, go to shard 0.
func shardOf(guild string, shards int) int {
	id, err := strconv.ParseInt(guild, 10, 64)
	if err != nil {
		return 0
	}
	return int((id >> snowflakeShift) % int64(max(shards, 1)))
}

// isID says whether a text has the form of an id.
func isID(id string) bool {
	n, err := strconv.ParseUint(id, 10, 64)
	return err == nil && n > 0
}

// discordTime is a time as Discord writes it.
func discordTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }
