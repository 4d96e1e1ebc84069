--liquibase formatted sql
--changeset ann:4
-- one more
UPDATE counters SET n = n + 1 WHERE id = 4;
