--liquibase formatted sql
--changeset fay:rows runOnChange:true
INSERT INTO ran (what) VALUES ('run on change, first text');
--changeset fay:view runOnChange:true
CREATE OR REPLACE VIEW changing SQL SECURITY INVOKER AS SELECT p.id FROM products AS p;
