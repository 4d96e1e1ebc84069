package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Result;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Letters change their case by other rules where the machine speaks Turkish.
@Isolated("sets the locale of the process")
class TurkishLocaleIT extends WholeTool {
  @Test
  void runsUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("tr", "TR"));
    try {
      workspace.withSql(
          "--changeset ann:1 failOnError:true\n"
              + "create table Islands (Id INT64 not null, Title STRING(10)) primary key (Id);\n"
              + changeSet("2", "insert into Islands (Id, Title) values (1, 'i');"));
      Result result = pipe.run();
      assertThat(result.exitCode()).isZero();
      assertInOrder(result);
      assertThat(workspace.text(".spanner-pipe/" + database.name() + "/outputs.env"))
          .contains("SPANNER_PIPE_OUTCOME=done\n");
      assertThat(Json.parseObject(pipe.run("status", "--json").out()).find("plan")).isPresent();
    } finally {
      Locale.setDefault(before);
    }
  }
}
