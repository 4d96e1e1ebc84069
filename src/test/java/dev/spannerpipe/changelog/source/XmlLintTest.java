package dev.spannerpipe.changelog.source;

import static dev.spannerpipe.changelog.Repository.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the schema of XML changelogs allows, but Liquibase ignores; and what neither accepts.
class XmlLintTest {
  private static final String NAMESPACE = "http://www.liquibase.org/xml/ns/dbchangelog";

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("a.sql", "--liquibase formatted sql\n--changeset ann:a\nSELECT 1;\n");
  }

  /// The first line of the text is line 2 of the file.
  private void changelog(String text) {
    repository.with(
        "changelog.xml",
        ("<databaseChangeLog xmlns='%1$s' xmlns:ext='%1$s-ext'"
                    + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                    + " xsi:schemaLocation='%1$s-ext %1$s/dbchangelog-ext.xsd"
                    + " %1$s %1$s/dbchangelog-latest.xsd'>\n")
                .formatted(NAMESPACE)
            + text
            + "\n</databaseChangeLog>\n");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void skipsAnUnknownChangeForAnotherDatabase(Dialect dialect) {
    changelog(
        """
        <changeSet id="1" author="ann" dbms="oracle"><ext:createThing name="x"/></changeSet>
        <changeSet id="2" author="ann"><sql>SELECT 1</sql></changeSet>
        """);

    assertThat(repository.plan("changelog.xml", dialect).withoutProblems().warnings()).isEmpty();
    assertThat(repository.read("changelog.xml", dialect).changeSets())
        .extracting(changeSet -> changeSet.identity().id() + " " + changeSet.location())
        .containsExactly("2 changelog.xml:3");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void skipsAnUnknownChangeOfYamlForAnotherDatabase(Dialect dialect) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              dbms: oracle
              changes: [{createThing: {name: x}}]
          - changeSet: {id: 2, author: ann, changes: [{sql: SELECT 1}]}
        """);

    assertThat(repository.plan("changelog.yaml", dialect).withoutProblems().warnings()).isEmpty();
    assertThat(repository.read("changelog.yaml", dialect).changeSets())
        .extracting(changeSet -> changeSet.identity().id())
        .containsExactly("2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void namesAnUnknownChangeOfYaml(Dialect dialect) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes: [{createThing: {name: x}}]
        """);

    assertThat(failure("changelog.yaml", dialect))
        .isEqualTo(
            "changelog.yaml:5 has a change of the unknown type createThing. Correct its spelling, or"
                + " write the change as sql.");
  }

  private String failure(String file, Dialect dialect) {
    return Assertions.catchThrowableOfType(
            ConfigurationFailure.class, () -> repository.plan(file, dialect).withoutProblems())
        .getMessage();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void namesAnUnknownChangeInBothDialects(Dialect dialect) {
    changelog("<changeSet id=\"1\" author=\"ann\"><ext:createThing name=\"x\"/></changeSet>");

    assertThat(failure("changelog.xml", dialect))
        .isEqualTo(
            "changelog.xml:2 has a change of the unknown type createThing. Correct its spelling, or"
                + " write the change as sql.");
  }

  @Test
  void namesEveryUnknownChangeForThisDatabase() {
    changelog(
        """
        <changeSet id="1" author="ann"><ext:createThing name="x"/></changeSet>
        <changeSet id="2" author="ann">
          <sql>SELECT 1</sql>
          <ext:createOther name="x"/>
        </changeSet>
        """);

    assertThat(repository.failure("changelog.xml").lines())
        .containsExactly(
            "changelog.xml:2 has a change of the unknown type createThing. Correct its spelling, or"
                + " write the change as sql.",
            "changelog.xml:5 has a change of the unknown type createOther. Correct its spelling, or"
                + " write the change as sql.",
            "Could not plan the changelog: it has 2 problems. Fix each of them, and run again.");
  }

  @Test
  void namesAnUnknownChangeOfARollback() {
    changelog(
        """
        <changeSet id="1" author="ann">
          <sql>SELECT 1</sql>
          <rollback><ext:createThing/></rollback>
        </changeSet>
        """);

    assertThat(repository.failure("changelog.xml"))
        .isEqualTo(
            "changelog.xml:4 has a change of the unknown type createThing. Correct its spelling, or"
                + " write the change as sql.");
  }

  @Test
  void rejectsAnUnknownChangeWithoutAttributesUntilItIsApplied() {
    changelog("<changeSet id=\"1\" author=\"ann\"><ext:createThing/></changeSet>");
    String problem =
        "changelog.xml:2 has a change of the unknown type createThing. Correct its spelling, or write"
            + " the change as sql.";

    assertThat(repository.failure("changelog.xml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.xml", applied("changelog.xml::1::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<changeSet id='1' author='ann' context='a' contextFilter='b'><sql>SELECT 1</sql></changeSet>"
            + " | changelog.xml::1::ann",
        "<include file='a.sql' context='a' contextFilter='b'/> | a.sql::a::ann",
        "<property name='n' value='v' context='a' contextFilter='b'/><include file='a.sql'/>"
            + " | a.sql::a::ann",
      })
  void rejectsTwoContextsUntilTheChangeSetIsApplied(String text, String changeSet) {
    changelog(text);
    String problem =
        "changelog.xml:2 has both context and contextFilter, and Liquibase reads only one of the two."
            + " Combine both into one expression.";

    assertThat(repository.failure("changelog.xml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.xml", applied(changeSet))).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({"DROP TABLE x", "<sql>DROP TABLE x</sql>"})
  void rejectsARollbackOfAChangeSetWithStatements(String statements) {
    changelog(
        """
        <changeSet id="0" author="ann"><sql>SELECT 0</sql></changeSet>
        <changeSet id="1" author="ann">
          <sql>SELECT 1</sql>
          <rollback changeSetId="0" changeSetAuthor="ann">%s</rollback>
        </changeSet>
        """
            .formatted(statements));
    String problem =
        "changelog.xml:5 has a changeSetId in a rollback with statements of its own, and Liquibase"
            + " ignores the statements. Remove one of the two: a rollback has either a"
            + " changeSetId or statements.";

    assertThat(repository.failure("changelog.xml")).isEqualTo(problem);
    assertThat(repository.warnings("changelog.xml", applied("changelog.xml::1::ann")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<changeSet id='1' author='ann' runOnChange='1'><sql>SELECT 1</sql></changeSet> | runOnChange",
        "<changeSet id='1' author='ann'><sql splitStatements='1'>SELECT 1</sql></changeSet>"
            + " | splitStatements",
        "<include file='a.sql' ignore='1'/> | ignore",
      })
  void rejectsABooleanThatLiquibaseReadsAsFalse(String text, String key) {
    changelog(text);

    assertThat(repository.failure("changelog.xml"))
        .isEqualTo(
            "changelog.xml:2 has the value 1 for %s, which Liquibase reads as false. Write true or false."
                .formatted(key));
  }

  @Test
  void acceptsWhatLiquibaseObeys() {
    changelog(
        """
        <changeSet id="0" author="ann" context="a" contextFilter="a" runAlways="false">
          <sql splitStatements="true" stripComments="false">SELECT 0</sql>
          <rollback/>
        </changeSet>
        <changeSet id="1" author="ann" runOnChange="0">
          <sql>SELECT 1</sql>
          <rollback changeSetId="0" changeSetAuthor="ann">
          </rollback>
        </changeSet>
        """);

    assertThat(repository.plan("changelog.xml", Dialect.GOOGLE_STANDARD_SQL).problems())
        .extracting(ChangelogProblem::text)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<changeSet id='1' author='ann' objectQuotingStrategy='FOO'><sql>SELECT 1</sql></changeSet>"
            + " | changelog.xml:2, column 60 has the value FOO, which Liquibase does not know. Write"
            + " LEGACY, QUOTE_ALL_OBJECTS or QUOTE_ONLY_RESERVED_WORDS.",
        "<changeSet id='1' author='ann' onValidationFail='FOO'><sql>SELECT 1</sql></changeSet>"
            + " | changelog.xml:2, column 55 has the value FOO, which Liquibase does not know. Write"
            + " HALT or MARK_RAN.",
        "<changeSet id='1' author='ann'><sql>SELECT 1</sql><preConditions/></changeSet>"
            + " | changelog.xml:2, column 67 has the element preConditions, which Liquibase does not"
            + " know at that place. Correct its spelling, move it or remove it.",
        "<incluude file='a.sql'/>"
            + " | changelog.xml:2, column 25 has the element incluude, which Liquibase does not know at"
            + " that place. Correct its spelling, move it or remove it.",
      })
  void saysWhatTheSchemaAllows(String text, String problem) {
    changelog(text);

    assertThat(repository.failure("changelog.xml")).isEqualTo(problem);
  }

  @Test
  void namesTheNamespaceThatIsMissing() {
    repository.with(
        "changelog.xml",
        "<databaseChangeLog>\n  <changeSet id='1' author='ann'/>\n</databaseChangeLog>\n");

    assertThat(repository.failure("changelog.xml"))
        .isEqualTo(
            "changelog.xml:1, column 20 has an element without the namespace of Liquibase. Begin the"
                + " file with <databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\""
                + " and the xsi:schemaLocation of dbchangelog-latest.xsd.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dbchangelog-5.0.xsd | Write dbchangelog-latest.xsd.",
        "dbchangelog-newest.xsd | Correct or remove the address of the schema.",
      })
  void namesASchemaThatLiquibaseDoesNotHave(String unknown, String action) {
    repository.with(
        "changelog.xml",
        """
        <databaseChangeLog
            xmlns="%1$s"
            xmlns:ext="%1$s-ext"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="%1$s-ext %1$s/dbchangelog-ext.xsd %1$s %1$s/dbchangelog-latest.xsd">
          <changeSet id="1" author="ann"><sql>SELECT 1</sql></changeSet>
        </databaseChangeLog>
        """
            .formatted(NAMESPACE)
            .replace("dbchangelog-latest.xsd", unknown));

    assertThat(repository.failure("changelog.xml"))
        .isEqualTo(
            "changelog.xml:5 names the schema %s/%s, which this version of Liquibase does not have. %s"
                .formatted(NAMESPACE, unknown, action));
  }
}
