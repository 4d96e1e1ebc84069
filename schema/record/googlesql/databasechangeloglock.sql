-- Liquibase's own lock (row 1): taken together with the lease, so that plain Liquibase is kept out.
CREATE TABLE IF NOT EXISTS DATABASECHANGELOGLOCK (
  ID INT64 NOT NULL,
  LOCKED BOOL NOT NULL,
  LOCKGRANTED TIMESTAMP,
  LOCKEDBY STRING(MAX)
) PRIMARY KEY (ID)
