CREATE TABLE notes (id INT64, text STRING(MAX), data BYTES(MAX)) PRIMARY KEY (id);
-- ${owner} has one; ${unknown} stays
INSERT INTO notes (id, text) VALUES (1, 'of ${owner}');
