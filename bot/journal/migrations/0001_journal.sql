-- The first journal. It is read by SQLite and PostgreSQL alike: SQLite takes BYTEA for what holds bytes as they are. Times are
-- milliseconds since 1970. What is called key, reply, conversation or person is a keyed hash.

CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value BYTEA NOT NULL
);

-- A message that was answered. Its text goes after a time, or when its author is forgotten; then the author and the conversation go
-- as well. A reply has several rows where several questions were answered in one place. The time comes first in the key, for then
-- rows are added at the end of every index: a hash there would have each of them change a page of its own.
CREATE TABLE records (
	reply        BYTEA NOT NULL,
	at           BIGINT NOT NULL,
	platform     TEXT NOT NULL,
	conversation BYTEA,
	person       BYTEA,
	text         TEXT,
	outcome      TEXT NOT NULL,
	fact         TEXT NOT NULL,
	confidence   DOUBLE PRECISION NOT NULL,
	micros       BIGINT NOT NULL,
	PRIMARY KEY (at, reply)
);
CREATE INDEX records_text ON records (at) WHERE text IS NOT NULL;
CREATE INDEX records_refused ON records (at) WHERE text IS NOT NULL AND outcome = 'refused';

CREATE TABLE thumbs (
	reply    BYTEA NOT NULL,
	person   BYTEA NOT NULL,
	platform TEXT NOT NULL,
	up       SMALLINT NOT NULL,
	at       BIGINT NOT NULL,
	PRIMARY KEY (reply, person)
);
CREATE INDEX thumbs_at ON thumbs (at);

-- What a conversation was about, as the bot writes it.
CREATE TABLE conversations (
	key     BYTEA PRIMARY KEY,
	state   BYTEA NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX conversations_expires ON conversations (expires);

-- Who answers what. Tries counts the claims that came after the first.
CREATE TABLE claims (
	key     BYTEA PRIMARY KEY,
	owner   TEXT NOT NULL,
	expires BIGINT NOT NULL,
	settled SMALLINT NOT NULL DEFAULT 0,
	tries   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX claims_expires ON claims (expires);
CREATE INDEX claims_open ON claims (owner) WHERE settled = 0;
