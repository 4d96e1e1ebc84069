-- Liquibase's own lock (row 1): taken together with the lease, so that plain Liquibase is kept out.
CREATE TABLE IF NOT EXISTS DATABASECHANGELOGLOCK (
  ID bigint NOT NULL,
  LOCKED boolean NOT NULL,
  LOCKGRANTED timestamp with time zone,
  LOCKEDBY character varying,
  PRIMARY KEY (ID)
)
