--liquibase formatted sql
--changeset ann:1 context:"prod and"
SELECT 1;
