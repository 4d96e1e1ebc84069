INSERT INTO ran (what) VALUES ('a file of plain SQL')
