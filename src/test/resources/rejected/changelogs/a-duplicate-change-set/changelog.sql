--liquibase formatted sql
--changeset ann:1
CREATE TABLE a (x INT64) PRIMARY KEY (x);
--changeset ann:1
CREATE TABLE b (x INT64) PRIMARY KEY (x);
