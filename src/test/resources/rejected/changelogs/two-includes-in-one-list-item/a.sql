--liquibase formatted sql
--changeset ann:1
DELETE FROM t;
