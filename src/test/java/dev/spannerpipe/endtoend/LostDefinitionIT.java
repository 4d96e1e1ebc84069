package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import org.junit.jupiter.api.Test;

/// What a statement drops of a column without naming it. In the PostgreSQL dialect no statement
/// does.
@Concurrent
class LostDefinitionIT extends WholeTool {
  @Test
  void showsALostDefinitionAndLetsItPass() {
    String first =
        changeSet(
            "1",
            "CREATE TABLE t1 (Id INT64 NOT NULL, Word STRING(10) NOT NULL DEFAULT ('x'))"
                + " PRIMARY KEY (Id);");
    workspace.withSql(first);
    apply();
    workspace.withSql(
        first + changeSet("2", "ALTER TABLE t1 ALTER COLUMN Word STRING(20) NOT NULL;"));

    Result status = pipe.run("status");
    JsonObject plan =
        Json.parseObject(workspace.text(".spanner-pipe/" + database.name() + "/plan.json"));
    Result applied = pipe.run();

    assertThat(status.lines().getLast()).isEqualTo("✔ 1 pending; apply them with COMMAND=apply.");
    assertThat(status.out())
        .contains(
            "\nDEFINITION LOSS: change set changelog.sql::2::ann at changelog.sql:5 drops DEFAULT"
                + " ('x') of column word of t1, which it does not repeat.\n");
    assertThat(plan.find("dataLosses")).contains(Json.parse("[]"));
    assertThat(plan.find("definitionLosses"))
        .contains(
            Json.parse(
                """
                [{"path": "changelog.sql", "id": "2", "author": "ann",
                  "object": "column word of t1", "file": "changelog.sql", "line": 5,
                  "text": "drops DEFAULT ('x') of column word of t1, which it does not repeat"}]
                """));
    assertThat(applied.exitCode()).isZero();
    assertThat(applied.warnings())
        .containsExactly(
            "Change set changelog.sql::2::ann at changelog.sql:5 drops DEFAULT ('x') of column word"
                + " of t1, which it does not repeat. In the statement, repeat every part of the definition that the column has to keep.");
    assertThat(String.join("\n", database.ddl())).contains("Word STRING(20) NOT NULL,");
  }
}
