--liquibase formatted sql
--changeset dora:included-with-context labels:release
INSERT INTO ran (what) VALUES ('included for test');
