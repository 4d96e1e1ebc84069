--liquibase formatted sql
--changeset eve:1
INSERT INTO ran (what) VALUES ('many 1');
