--liquibase formatted sql
--changeset ann:2
DELETE FROM u WHERE true;
