package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may be a child of a change set may also be listed below its changes. The file is
/// `children/changelog.yaml`; that plain Liquibase reads it in the same way is tested in
/// `PlainLiquibaseTest`.
class ChildrenOfChangesTest {
  private static final Repository FILES =
      new Repository(Path.of("src/test/resources/changelogs").toAbsolutePath());
  private static final String FILE = "children/changelog.yaml";

  @TempDir Path directory;

  private static ChangeSet changeSet(String id) {
    return FILES.read(FILE).changeSets().stream()
        .filter(each -> each.identity().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Rollback rollback(String id) {
    List<String> ids =
        FILES.read(FILE).changeSets().stream().map(each -> each.identity().id()).toList();
    return FILES.rollbacks(FILE).get(ids.indexOf(id));
  }

  private static List<String> placed(List<Step> steps) {
    return steps.stream().map(step -> step.location().line() + " " + step.text()).toList();
  }

  @Test
  void readsThemAsChildrenOfTheChangeSet() {
    ChangeSet children = changeSet("children");

    assertThat(children.problems()).isEmpty();
    assertThat(children.acceptedChecksums())
        .contains("8:00000000000000000000000000000000", "9:00000000000000000000000000000000");
    assertThat(children.precondition().map(Precondition::text))
        .contains("onFail=MARK_RAN onError=HALT and(sqlCheck[1, SELECT 1])");
    assertThat(rollback("children"))
        .isInstanceOfSatisfying(
            Rollback.Steps.class,
            rollback ->
                assertThat(Repository.texts(rollback.steps()))
                    .containsExactly("DROP TABLE events"));
  }

  @Test
  void countsOnlyTheChangesAmongThem() {
    assertThat(placed(changeSet("children").steps()))
        .containsExactly(
            "17 CREATE TABLE events (id INT64, created_at timestamp) PRIMARY KEY (id)"
                + ", ROW DELETION POLICY (OLDER_THAN(created_at, INTERVAL 30 DAY))",
            "34 SELECT 1, ROW DELETION POLICY (OLDER_THAN(created_at, INTERVAL 30 DAY))",
            "37 SELECT 2, ROW DELETION POLICY (OLDER_THAN(created_at, INTERVAL 30 DAY))",
            "38 SELECT 3, ROW DELETION POLICY (OLDER_THAN(created_at, INTERVAL 30 DAY))");
  }

  @Test
  void readsChangesThatAreAMapping() {
    ChangeSet mapping = changeSet("mapping");

    assertThat(placed(mapping.steps())).containsExactly("43 SELECT 4");
    assertThat(mapping.tag()).isEqualTo(Optional.of("v1"));
    assertThat(mapping.precondition().map(Precondition::text))
        .contains("onFail=HALT onError=HALT and(dbms(cloudspanner))");
  }

  @Test
  void readsChangesBesideTheListOfChanges() {
    ChangeSet beside = changeSet("beside");

    assertThat(placed(beside.steps())).containsExactly("53 SELECT 6", "56 SELECT 8");
    assertThat(beside.tag()).isEqualTo(Optional.of("v2"));
  }

  @Test
  void readsThemInJson() {
    Repository repository =
        new Repository(directory)
            .with(
                "changelog.json",
                """
                {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann", "changes": [
                  {"rollback": "SELECT 1"},
                  {"modifySql": {"append": {"value": " LIMIT 1"}}},
                  {"changes": [
                    {"sql": "SELECT 2"}]},
                  {"sql": {
                    "sql": "SELECT 3"}}
                ]}}]}
                """);

    ChangeSet only = repository.read("changelog.json").changeSets().getFirst();

    assertThat(placed(only.steps())).containsExactly("5 SELECT 2 LIMIT 1", "7 SELECT 3 LIMIT 1");
    assertThat(repository.rollbacks("changelog.json").getFirst())
        .isInstanceOfSatisfying(
            Rollback.Steps.class,
            rollback -> assertThat(Repository.texts(rollback.steps())).containsExactly("SELECT 1"));
  }
}
