--liquibase formatted sql
/* only */ SELECT 1;
