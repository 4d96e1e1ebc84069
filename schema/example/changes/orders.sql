--liquibase formatted sql

--changeset example:orders
CREATE TABLE Orders (
  CustomerId STRING(36) NOT NULL,
  OrderId STRING(36) NOT NULL,
  PlacedAt TIMESTAMP NOT NULL,
  Total NUMERIC NOT NULL,
) PRIMARY KEY (CustomerId, OrderId),
  INTERLEAVE IN PARENT Customers ON DELETE CASCADE;
CREATE INDEX OrdersByPlacedAt ON Orders (PlacedAt DESC);
--rollback DROP INDEX OrdersByPlacedAt;
--rollback DROP TABLE Orders;

--changeset example:orders-currency
ALTER TABLE Orders ADD COLUMN Currency STRING(3) NOT NULL DEFAULT ('EUR');
--rollback ALTER TABLE Orders DROP COLUMN Currency;
