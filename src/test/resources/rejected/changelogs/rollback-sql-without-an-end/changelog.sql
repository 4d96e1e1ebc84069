--liquibase formatted sql
--changeset ann:1
SELECT 1;
/* liquibase rollback
DROP TABLE t;
