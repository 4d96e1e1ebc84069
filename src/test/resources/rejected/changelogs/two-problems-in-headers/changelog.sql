--liquibase formatted sql
--changeset ann:1 contexts:prod
SELECT 1;
--changeset ann
SELECT 2;
