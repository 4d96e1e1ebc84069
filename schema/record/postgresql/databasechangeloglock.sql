-- Liquibase's lock, which is the row with ID 1. A run acquires it together with the lease, so that plain
-- Liquibase cannot run at the same time.
CREATE TABLE IF NOT EXISTS DATABASECHANGELOGLOCK (
  ID bigint NOT NULL,
  LOCKED boolean NOT NULL,
  LOCKGRANTED timestamp with time zone,
  LOCKEDBY character varying,
  PRIMARY KEY (ID)
)
