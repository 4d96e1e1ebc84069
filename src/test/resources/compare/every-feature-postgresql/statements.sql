--liquibase formatted sql

--changeset bob:several
CREATE TABLE shelves (
  id bigint PRIMARY KEY, -- a comment; with a semicolon
  label varchar DEFAULT 'a;b',
  born timestamptz
) TTL INTERVAL '30 days' ON born;
INSERT INTO shelves (id, label) VALUES (1, 'it''s; a shelf');

--changeset bob:unsplit splitStatements:false
INSERT INTO shelves (id, label) VALUES (2, $$dollars; $$)

--changeset bob:delimiter endDelimiter:\nGO
INSERT INTO shelves (id, label) VALUES (3, 'three')
GO
INSERT INTO shelves (id, label) VALUES (4, '${owner}')
GO

--changeset bob:interleaved
CREATE TABLE layers (
  id bigint NOT NULL,
  layer bigint NOT NULL,
  height double precision,
  PRIMARY KEY (id, layer)
) INTERLEAVE IN PARENT shelves ON DELETE CASCADE;
--rollback DROP TABLE layers;
