package journal

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// postgresConnections are the most connections of a process. A claim holds one for a millisecond, so that a burst of
	// thousands passes; ten replicas stay below the hundred that PostgreSQL allows by default.
	postgresConnections = 8

	// dialPatience is how long a connection may take to be made where the address says nothing else.
	dialPatience = 2 * time.Second

	// idleConnection is how long a connection is kept that nobody uses: below what firewalls forget.
	idleConnection = 4 * time.Minute
)

// onPostgres is a server that several replicas share.
var onPostgres = dialect{
	name:       "PostgreSQL",
	shared:     true,
	now:        `CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)`,
	forUpdate:  ` FOR UPDATE`,
	skipLocked: ` FOR UPDATE SKIP LOCKED`,
	exclusive:  `SELECT pg_advisory_xact_lock(7236833175104312954)`, // a number drawn once; it is this program's within a database
	size: `SELECT SUM(pg_total_relation_size(c.oid))::BIGINT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relname IN ('records', 'thumbs', 'conversations', 'claims')`,
	largestInsert: 64,
	open:          openPostgres,
	again:         postgresClass("40"), // serialization failures and deadlocks
	unwritable:    postgresClass("21", "22", "23"),
	away: func(err error) bool {
		var e *pgconn.PgError
		return !errors.As(err, &e) || postgresClass("08", "40", "53", "57", "58")(err)
	},
	told: func(err error) string {
		var e *pgconn.PgError
		var unconnected *pgconn.ConnectError
		switch {
		case errors.As(err, &e):
			return "it answered with SQLSTATE " + e.Code
		case errors.As(err, &unconnected):
			return "no connection to it could be made"
		}
		return toldOf(err)
	},
}

func openPostgres(address string) (writes, reads *sql.DB, err error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, nil, err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = dialPatience
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "drawdown"
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	db.SetConnMaxIdleTime(idleConnection)
	return db, db, nil
}

// postgresClass tells whether an error is one of the server's of one of these classes, the first two signs of its code.
func postgresClass(classes ...string) func(error) bool {
	return func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && len(e.Code) >= 2 && slices.Contains(classes, e.Code[:2])
	}
}
