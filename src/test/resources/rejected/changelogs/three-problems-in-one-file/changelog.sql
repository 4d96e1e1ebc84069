--liquibase formatted sql
--changeset ann:1 contexts:prod
SELECT '''
--comments: x
''';
--precondition-sql-check
