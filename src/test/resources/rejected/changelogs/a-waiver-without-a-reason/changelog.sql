--liquibase formatted sql
--changeset ann:1
-- spanner-pipe: allow SP203
CREATE INDEX CustomersByName ON Customers (Name);
