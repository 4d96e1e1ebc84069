package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// In which order a definition can be executed.
class BaselineScriptTest {
  @Test
  void whatOthersNeedComesFirst() {
    BaselineScript script =
        googleSql(
            "CREATE CHANGE STREAM c FOR ALL",
            "GRANT SELECT ON TABLE t TO ROLE r",
            "CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS x",
            "CREATE INDEX i ON s.t (a)",
            "CREATE SEARCH INDEX j ON s.t (a)",
            "CREATE TABLE s.t (a INT64) PRIMARY KEY (a)",
            "CREATE MODEL m REMOTE OPTIONS (endpoint = 'x')",
            "CREATE SEQUENCE q BIT_REVERSED_POSITIVE",
            "ALTER DATABASE d SET OPTIONS (default_leader = 'x')",
            "CREATE PROTO BUNDLE (a.B)",
            "CREATE SCHEMA s",
            "CREATE UNHEARD OF THING");

    assertThat(script.before())
        .containsExactly(
            "CREATE SCHEMA s",
            "CREATE PROTO BUNDLE (a.B)",
            "ALTER DATABASE d SET OPTIONS (default_leader = 'x')",
            "CREATE SEQUENCE q BIT_REVERSED_POSITIVE",
            "CREATE TABLE s.t (a INT64) PRIMARY KEY (a)",
            "CREATE INDEX i ON s.t (a)",
            "CREATE SEARCH INDEX j ON s.t (a)",
            "CREATE MODEL m REMOTE OPTIONS (endpoint = 'x')");
    assertThat(script.views())
        .containsExactly("CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS x");
    assertThat(script.after())
        .containsExactly(
            "CREATE CHANGE STREAM c FOR ALL",
            "GRANT SELECT ON TABLE t TO ROLE r",
            "CREATE UNHEARD OF THING");
  }

  @Test
  void parentsComeBeforeTheirChildren() {
    assertThat(
            googleSql(
                    "CREATE TABLE C (a INT64) PRIMARY KEY (a), INTERLEAVE IN PARENT `B`",
                    "CREATE TABLE D (a INT64) PRIMARY KEY (a), INTERLEAVE IN s.A",
                    "CREATE TABLE b (a INT64) PRIMARY KEY (a), INTERLEAVE IN PARENT S.a",
                    "CREATE TABLE s.A (a INT64) PRIMARY KEY (a)")
                .before())
        .extracting(statement -> statement.substring(13, 16).strip())
        .containsExactly("s.A", "b (", "C (", "D (");
  }

  @Test
  void foreignKeysComeAfterAllTables() {
    assertThat(
            googleSql(
                    """
                    CREATE TABLE `Lines` (
                      Id INT64,
                      FOREIGN KEY(Id) REFERENCES Orders(Id),
                      Other STRING(MAX) DEFAULT ("a, FOREIGN KEY (b)"),
                      CONSTRAINT `k, l` FOREIGN KEY(Id, Other) REFERENCES s.T(a, b) ON DELETE CASCADE,
                    ) PRIMARY KEY(Id)\
                    """,
                    "CREATE TABLE Orders (Id INT64) PRIMARY KEY(Id)")
                .before())
        .containsExactly(
            """
            CREATE TABLE `Lines` (
              Id INT64,
              Other STRING(MAX) DEFAULT ("a, FOREIGN KEY (b)"),
            ) PRIMARY KEY(Id)\
            """,
            "CREATE TABLE Orders (Id INT64) PRIMARY KEY(Id)",
            "ALTER TABLE `Lines` ADD FOREIGN KEY(Id) REFERENCES Orders(Id)",
            "ALTER TABLE `Lines` ADD CONSTRAINT `k, l` FOREIGN KEY(Id, Other) REFERENCES s.T(a, b)"
                + " ON DELETE CASCADE");
  }

  @Test
  void foreignKeysComeAfterAllTablesInPostgreSql() {
    assertThat(
            BaselineScript.of(
                    Dialect.POSTGRESQL,
                    List.of(
                        "CREATE TABLE public.\"L\" (id bigint, PRIMARY KEY(id), CONSTRAINT k FOREIGN KEY"
                            + " (id) REFERENCES o(id)) INTERLEAVE IN PARENT p",
                        "CREATE TABLE p (id bigint NOT NULL, PRIMARY KEY(id))"),
                    Set.of())
                .before())
        .containsExactly(
            "CREATE TABLE p (id bigint NOT NULL, PRIMARY KEY(id))",
            "CREATE TABLE public.\"L\" (id bigint, PRIMARY KEY(id)) INTERLEAVE IN PARENT p",
            "ALTER TABLE public.\"L\" ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES o(id)");
  }

  @Test
  void theBookkeepingIsNotInIt() {
    assertThat(
            googleSql(
                "CREATE TABLE DatabaseChangeLog (ID STRING(MAX)) PRIMARY KEY (ID)",
                "CREATE INDEX i ON DATABASECHANGELOG (ID)",
                "CREATE TABLE Databasechangelogs (ID STRING(MAX)) PRIMARY KEY (ID)"))
        .isEqualTo(
            new BaselineScript(
                List.of("CREATE TABLE Databasechangelogs (ID STRING(MAX)) PRIMARY KEY (ID)"),
                List.of(),
                List.of()));
  }

  @Test
  void parentsInACycleEndTheSearch() {
    assertThat(
            googleSql(
                    "CREATE TABLE a (a INT64) PRIMARY KEY (a), INTERLEAVE IN PARENT b",
                    "CREATE TABLE b (a INT64) PRIMARY KEY (a), INTERLEAVE IN PARENT a")
                .before())
        .hasSize(2);
  }

  private static BaselineScript googleSql(String... statements) {
    return BaselineScript.of(
        Dialect.GOOGLE_STANDARD_SQL, List.of(statements), Set.of("DATABASECHANGELOG"));
  }
}
