--liquibase formatted sql
--changeset ann:1
SELECT 1;
--ignoreLines:start
x
-ignoreLines:end
SELECT 2;
--ignoreLines:end
