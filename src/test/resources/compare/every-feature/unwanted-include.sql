--liquibase formatted sql
--changeset dora:included-with-another-context
INSERT INTO ran (what) VALUES ('never');
