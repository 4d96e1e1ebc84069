--liquibase formatted sql
--changeset ann:1
SELECT 1;
-- LIQUIBASE formatted sql
