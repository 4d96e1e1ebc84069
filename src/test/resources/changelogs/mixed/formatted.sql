--liquibase formatted sql

--changeset ann:"with spaces" runAlways:true stripComments:false
--comment: a comment
-- ${size}
SELECT '${size}';   

--changeset ann:two splitStatements:false endDelimiter:GO
CREATE TABLE a (
	x INT64
) PRIMARY KEY (x)
--rollback DROP TABLE a
