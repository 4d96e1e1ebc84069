--liquibase formatted sql
--changeset ann:1 dbms:spaner
SELECT 1;
