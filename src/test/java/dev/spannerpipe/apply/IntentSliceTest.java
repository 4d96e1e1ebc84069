package dev.spannerpipe.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an intent's row remembers of where its statements are stored.
class IntentSliceTest {
  private static final SourceLocation START = new SourceLocation("db/all.yaml", 3);

  private static IntentSlice slice(SourceLocation... statements) {
    return new IntentSlice(
        new ChangeSetId("all.yaml", "1", "ann"),
        START,
        List.of(statements),
        List.of(),
        null,
        null,
        statements.length,
        false);
  }

  private static List<String> places(IntentSlice slice) {
    List<String> texts = slice.statements().stream().map(SourceLocation::toString).toList();
    return new IntentContent(texts, List.of(slice))
        .places("DDL").stream().map(place -> place.location().toString()).toList();
  }

  @Test
  void remembersTheFileOfEachStatement() {
    IntentSlice slice =
        slice(
            new SourceLocation("db/orders.sql", 1),
            new SourceLocation("db/orders.sql", 7),
            new SourceLocation("db/all.yaml", 9),
            new SourceLocation("db/rows.csv", 2),
            new SourceLocation("db/rows.csv", 0));

    IntentSlice read = IntentSlice.parse(Json.parseObject(slice.toJson().canonical()));

    assertThat(read).isEqualTo(slice);
    assertThat(places(read))
        .containsExactly(
            "db/orders.sql:1", "db/orders.sql:7", "db/all.yaml:9", "db/rows.csv:2", "db/rows.csv");
    assertThat(slice.toJson().find("files").orElseThrow().canonical())
        .isEqualTo(
            """
            [{"file":"db/orders.sql","statements":2},{"file":"db/all.yaml","statements":1},\
            {"file":"db/rows.csv","statements":2}]\
            """);
  }

  @Test
  void isWrittenAsBeforeIfAllIsInTheChangeSetsFile() {
    IntentSlice slice =
        slice(new SourceLocation("db/all.yaml", 4), new SourceLocation(START.file(), 0));

    assertThat(slice.toJson().canonical())
        .isEqualTo(
            """
            {"author":"ann","before":[],"file":"db/all.yaml","id":"1","line":3,"lines":[4,0],"path":"all.yaml","stepCount":2,"tolerated":false}\
            """);
    assertThat(places(slice)).containsExactly("db/all.yaml:4", "db/all.yaml:3");
  }

  @Test
  void readsTheRowsOfEarlierVersions() {
    IntentSlice read =
        IntentSlice.parse(
            Json.parseObject(
                """
                {"author": "ann", "before": [], "file": "db/all.yaml", "id": "1", "line": 3,
                 "lines": [7, 0], "live": null, "path": "all.yaml", "stepCount": 2,
                 "tolerated": false}
                """));

    assertThat(read)
        .isEqualTo(
            slice(new SourceLocation("db/all.yaml", 7), new SourceLocation("db/all.yaml", 0)));
    assertThat(places(read)).containsExactly("db/all.yaml:7", "db/all.yaml:3");
  }

  @Test
  void survivesARowThatSomebodyChanged() {
    IntentSlice read =
        IntentSlice.parse(
            Json.parseObject(
                """
                {"author": "ann", "before": [], "file": "db/all.yaml", "id": "1", "line": 3,
                 "files": [{"file": "db/orders.sql", "statements": 1}],
                 "lines": [7, 8], "live": null, "path": "all.yaml", "stepCount": 2,
                 "tolerated": false}
                """));

    assertThat(places(read)).containsExactly("db/orders.sql:7", "db/all.yaml:8");
  }
}
