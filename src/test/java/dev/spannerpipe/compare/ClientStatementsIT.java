package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Descriptors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changelogs that use the JDBC driver's own statements end as with plain Liquibase.
@Concurrent
class ClientStatementsIT {
  private static final String HEADER =
      """
      --liquibase formatted sql
      --changeset ann:table
      CREATE TABLE t (id INT64, a STRING(MAX), n INT64) PRIMARY KEY (id);
      """;

  @Test
  void makeProtoBundles(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository()
        .write(
            "changelog.sql",
            HEADER
                + """
                --changeset ann:bundle
                SET PROTO_DESCRIPTORS = '%s';
                CREATE PROTO BUNDLE (shop.Purchase);
                CREATE TABLE orders (id INT64, o `shop.Purchase`) PRIMARY KEY (id);
                --changeset ann:more
                SET PROTO_DESCRIPTORS = '%s';
                START BATCH DDL;
                ALTER PROTO BUNDLE INSERT (shop.Item);
                CREATE TABLE items (id INT64, i `shop.Item`) PRIMARY KEY (id);
                RUN BATCH;
                """
                    .formatted(
                        Descriptors.base64("Purchase"), Descriptors.base64("Purchase", "Item")));

    both.update("changelog.sql");

    assertThat(both.ours().ddl())
        .anyMatch(statement -> statement.contains("shop.Item") && statement.contains("BUNDLE"));
    both.update("changelog.sql");
  }

  @Test
  void makeTransactionsAndBatches(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository()
        .write(
            "changelog.sql",
            HEADER
                + """
                --changeset ann:transaction
                SET STATEMENT_TIMEOUT = '60s';
                SET RETRY_ABORTS_INTERNALLY = TRUE;
                START TRANSACTION;
                INSERT INTO t (id, a, n) VALUES (1, 'free', 1);
                UPDATE t SET n = n + 1 WHERE id = 1;
                COMMIT;
                --changeset ann:batch
                START BATCH DML;
                INSERT INTO t (id, a, n) VALUES (2, 'free', 1);
                INSERT INTO t (id, a, n) VALUES (3, 'paid', 1);
                RUN BATCH;
                START BATCH DML;
                DELETE FROM t WHERE true;
                ABORT BATCH;
                SHOW VARIABLE AUTOCOMMIT;
                --changeset ann:dropped
                START TRANSACTION;
                DELETE FROM t WHERE true;
                ROLLBACK;
                --changeset ann:partitioned
                SET AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC';
                UPDATE t SET a = 'trial' WHERE a = 'free';
                DELETE FROM t WHERE id = 3;
                SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL';
                UPDATE t SET n = n + 1 WHERE true;
                """);

    both.update("changelog.sql");

    assertThat(both.ours().rows("SELECT id, a, n FROM t ORDER BY id"))
        .containsExactly(List.of("1", "trial", "3"), List.of("2", "trial", "2"));
    both.update("changelog.sql");
  }
}
