package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What reaches the server, seen from a proxy in front of it.
@Concurrent
class ServerCallsIT {
  private static final int TABLES = 200;
  private static final String HEADER = "--liquibase formatted sql\n";
  private static final String CHANGELOG = "changelog.sql";

  private SpannerProxy proxy;
  private Repository repository;
  private PipeRun pipe;

  @BeforeEach
  void connect(@TempDir Path directory) {
    EmulatorServer server = EmulatorServer.running();
    TestDatabase database = server.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    proxy = SpannerProxy.of(server.host());
    repository = new Repository(directory);
    pipe = ComparedPipe.on(database, proxy.address(), directory);
  }

  @AfterEach
  void disconnect() {
    proxy.close();
  }

  @Test
  void sendsTwoHundredTablesAtOnceAndAsksLittleAfterwards() {
    List<String> tables =
        IntStream.range(0, TABLES)
            .mapToObj("CREATE TABLE t%d (id INT64) PRIMARY KEY (id)"::formatted)
            .toList();
    StringBuilder changelog = new StringBuilder(HEADER);
    for (int i = 0; i < TABLES; i++) {
      changelog
          .append("--changeset ann:")
          .append(i)
          .append('\n')
          .append(tables.get(i))
          .append("\n");
    }
    repository.write(CHANGELOG, changelog.toString());

    pipe.apply(CHANGELOG).succeeded();

    assertThat(proxy.schemaChanges()).hasSize(2);
    assertThat(proxy.schemaChanges().getFirst())
        .allMatch(
            ddl -> ddl.matches("(?s).*CREATE TABLE IF NOT EXISTS (SPANNER_PIPE|DATABASECH).*"));
    assertThat(proxy.schemaChanges().getLast()).isEqualTo(tables);
    assertAsksLittle();
  }

  /// Three of them read what is there, and two write the run's row and events.
  private void assertAsksLittle() {
    proxy.forgetRequests();

    assertThat(pipe.apply(CHANGELOG).succeeded().output()).contains("✔ Nothing to do");

    assertThat(proxy.requests()).hasSizeLessThanOrEqualTo(8);
    assertThat(proxy.calls())
        .isEqualTo(Map.of("CreateSession", 1, "ExecuteStreamingSql", 3, "Commit", 1));
  }

  @Test
  void cutsWhatIsPendingWhereItMust() {
    List<String> indexes =
        IntStream.range(0, 12).mapToObj("CREATE INDEX i%d ON a (n)"::formatted).toList();
    StringBuilder changelog =
        new StringBuilder(
            HEADER
                + """
                --changeset ann:tables
                CREATE TABLE a (id INT64, n INT64, text STRING(10) DEFAULT ('x')) PRIMARY KEY (id);
                CREATE TABLE b (id INT64, n INT64) PRIMARY KEY (id);
                CREATE INDEX of_b ON b (n);
                --changeset ann:more-tables
                CREATE TABLE c (id INT64) PRIMARY KEY (id);
                --changeset ann:rows
                INSERT INTO a (id) VALUES (1);
                INSERT INTO b (id) VALUES (1);
                --changeset ann:after-rows
                CREATE TABLE d (id INT64) PRIMARY KEY (id);
                --changeset ann:asks
                --preconditions onFail:HALT
                --precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM a
                CREATE TABLE e (id INT64) PRIMARY KEY (id);
                --changeset ann:after-the-question
                CREATE TABLE f (id INT64) PRIMARY KEY (id);
                """);
    for (int i = 0; i < indexes.size(); i++) {
      changelog
          .append("--changeset ann:i")
          .append(i)
          .append('\n')
          .append(indexes.get(i))
          .append('\n');
    }
    changelog.append(
        """
        --changeset ann:mixed
        CREATE TABLE g (id INT64) PRIMARY KEY (id);
        INSERT INTO g (id) VALUES (1);
        DROP TABLE c;
        --changeset ann:may-fail failOnError:false
        CREATE TABLE h (id INT64) PRIMARY KEY (id);
        --changeset ann:last
        CREATE TABLE i (id INT64) PRIMARY KEY (id);
        """);
    repository.write(CHANGELOG, changelog.toString());

    pipe.apply(CHANGELOG).succeeded();

    List<List<String>> expected = new ArrayList<>();
    expected.add(
        List.of(
            "CREATE TABLE a (id INT64, n INT64, text STRING(10) DEFAULT ('x')) PRIMARY KEY (id)",
            "CREATE TABLE b (id INT64, n INT64) PRIMARY KEY (id)",
            "CREATE INDEX of_b ON b (n)",
            table("c")));
    expected.add(List.of(table("d")));
    List<String> first = new ArrayList<>(List.of(table("e"), table("f")));
    first.addAll(indexes.subList(0, 10));
    expected.add(first);
    expected.add(List.of(indexes.get(10), indexes.get(11), table("g")));
    expected.add(List.of("DROP TABLE c"));
    expected.add(List.of(table("h")));
    expected.add(List.of(table("i")));
    assertThat(ofTheUser()).isEqualTo(expected);
  }

  @Test
  void cutsAroundWhatAsksTheSchemaFirst() {
    repository.write(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: "CREATE TABLE a (id INT64, text STRING(10) DEFAULT ('x')) PRIMARY KEY (id)"
                - modifyDataType: {tableName: a, columnName: text, newDataType: STRING(20)}
                - sql: "CREATE TABLE b (id INT64) PRIMARY KEY (id)"
        """);

    pipe.apply("changelog.yaml").succeeded();

    assertThat(ofTheUser())
        .containsExactly(
            List.of("CREATE TABLE a (id INT64, text STRING(10) DEFAULT ('x')) PRIMARY KEY (id)"),
            List.of("ALTER TABLE a ALTER COLUMN text STRING(20) DEFAULT ('x')"),
            List.of("CREATE TABLE b (id INT64) PRIMARY KEY (id)"));
  }

  private List<List<String>> ofTheUser() {
    return proxy.schemaChanges().subList(1, proxy.schemaChanges().size());
  }

  private static String table(String name) {
    return "CREATE TABLE " + name + " (id INT64) PRIMARY KEY (id)";
  }
}
