-- The history: Liquibase's table of the change sets that were applied. It has the columns that plain
-- Liquibase creates and reads.
CREATE TABLE IF NOT EXISTS DATABASECHANGELOG (
  ID character varying NOT NULL,
  AUTHOR character varying NOT NULL,
  FILENAME character varying NOT NULL,
  DATEEXECUTED timestamp with time zone NOT NULL,
  ORDEREXECUTED bigint NOT NULL,
  EXECTYPE character varying,
  MD5SUM character varying,
  DESCRIPTION character varying,
  COMMENTS character varying,
  TAG character varying,
  LIQUIBASE character varying,
  CONTEXTS character varying,
  LABELS character varying,
  DEPLOYMENT_ID character varying,
  PRIMARY KEY (ID, AUTHOR, FILENAME)
)
