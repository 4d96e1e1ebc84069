--liquibase formatted sql
--changeset fay:counter
CREATE TABLE counter (id INT64, runs INT64) PRIMARY KEY (id);
INSERT INTO counter (id, runs) VALUES (1, 0);
--changeset fay:count runAlways:true
UPDATE counter SET runs = runs + 1 WHERE id = 1;
