--liquibase formatted sql

--changeset bob:several
--comment: Several statements, split at semicolons
CREATE TABLE shelves (
  id INT64 NOT NULL, -- a comment; with a semicolon
  label STRING(MAX) DEFAULT ('a;b'),
  room STRING(30)
) PRIMARY KEY (id);
CREATE INDEX idx_shelves_room ON shelves (room);
/* a comment
   of two lines; */
INSERT INTO shelves (id, label) VALUES (1, 'semi;colon');
INSERT INTO shelves (id, label, room) VALUES (2, 'it\'s', "double \"quoted\"");

--changeset bob:unsplit splitStatements:false
INSERT INTO shelves (id, label) VALUES (3, 'one; statement')

--changeset bob:delimiter endDelimiter:\nGO
INSERT INTO shelves (id, label) VALUES (4, 'four')
GO
UPDATE shelves SET room = 'cellar' WHERE id = 4
GO

--changeset bob:slash endDelimiter:/ stripComments:false
-- kept
INSERT INTO shelves (id, label) VALUES (5, 'five')
/

--changeset bob:stripped stripComments:true
INSERT INTO shelves (id, label) -- which of them
VALUES (6, 'six'); /* the last */

--changeset bob:ignored-lines
INSERT INTO shelves (id, label) VALUES (7, 'seven');
--ignoreLines:start
This is no SQL at all;
--ignoreLines:end
INSERT INTO shelves (id, label) VALUES (8, 'eight');
--ignoreLines:1
Neither is this;

--changeset bob:rolled-back
CREATE TABLE boxes (id INT64) PRIMARY KEY (id);
--rollback DROP TABLE boxes;

--changeset bob:interleaved labels:a,b context:test
CREATE TABLE layers (
  id INT64 NOT NULL,
  layer INT64 NOT NULL,
  height FLOAT64,
  volume FLOAT64 AS (height * 2.0) STORED,
  changed TIMESTAMP OPTIONS (allow_commit_timestamp = true),
  CONSTRAINT positive CHECK (height > 0),
) PRIMARY KEY (id, layer), INTERLEAVE IN PARENT shelves ON DELETE CASCADE;
ALTER TABLE layers ADD COLUMN text STRING(MAX);
CREATE NULL_FILTERED INDEX idx_layers ON layers (id, text) STORING (height), INTERLEAVE IN shelves;
CREATE CHANGE STREAM shelf_changes FOR shelves(label);

--changeset "bob the builder":"an id with spaces"
UPDATE shelves SET room = 'attic' WHERE id = 8;
