--liquibase formatted sql

--changeset dora:sql-check-holds
--preconditions onFail:HALT onError:HALT
--precondition-sql-check expectedResult:2 SELECT COUNT(*) FROM products
--precondition-table-exists table:products
INSERT INTO ran (what) VALUES ('sql check holds');

--changeset dora:sql-check-fails
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM products
INSERT INTO ran (what) VALUES ('never');
