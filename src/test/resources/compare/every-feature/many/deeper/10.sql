--liquibase formatted sql
--changeset eve:10
INSERT INTO ran (what) VALUES ('many 10');
