-- Liquibase's lock, which is the row with ID 1. A run acquires it together with the lease, so that plain
-- Liquibase cannot run at the same time.
CREATE TABLE IF NOT EXISTS DATABASECHANGELOGLOCK (
  ID INT64 NOT NULL,
  LOCKED BOOL NOT NULL,
  LOCKGRANTED TIMESTAMP,
  LOCKEDBY STRING(MAX)
) PRIMARY KEY (ID)
