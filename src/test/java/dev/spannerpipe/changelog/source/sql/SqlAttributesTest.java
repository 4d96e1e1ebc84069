package dev.spannerpipe.changelog.source.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.SqlChangelog;
import dev.spannerpipe.plan.ChangelogProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The attributes in the header of a change set in formatted SQL. What each form means for
/// Liquibase was measured with its parser, version 4.33.0.
class SqlAttributesTest {
  @TempDir Path directory;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    changelog = new SqlChangelog(new Repository(directory));
  }

  private void write(String attributes) {
    changelog.write("--liquibase formatted sql\n--changeset ann:1 " + attributes + "\nSELECT 1;\n");
  }

  static List<Arguments> lost() {
    return List.of(
        Arguments.of(
            "contexts:prod",
            "\"contexts:prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "contex:prod",
            "\"contex:prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "Contexts:prod",
            "\"Contexts:prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "context-filter:prod",
            "\"context-filter:prod\", which Liquibase ignores: the change set would run in every context. Write \"contextFilter:prod\"."),
        Arguments.of(
            "contextfiltr:prod",
            "\"contextfiltr:prod\", which Liquibase ignores: the change set would run in every context. Write \"contextFilter:prod\"."),
        Arguments.of(
            "label:v1",
            "\"label:v1\", which Liquibase ignores: the change set would run with any LABELS. Write \"labels:v1\"."),
        Arguments.of(
            "lables:v1",
            "\"lables:v1\", which Liquibase ignores: the change set would run with any LABELS. Write \"labels:v1\"."),
        Arguments.of(
            "dmbs:cloudspanner",
            "\"dmbs:cloudspanner\", which Liquibase ignores: the change set would run on every database. Write \"dbms:cloudspanner\"."),
        Arguments.of(
            "db:cloudspanner",
            "\"db:cloudspanner\", which Liquibase ignores: the change set would run on every database. Write \"dbms:cloudspanner\"."),
        Arguments.of(
            "dbs:cloudspanner",
            "\"dbs:cloudspanner\", which Liquibase ignores: the change set would run on every database. Write \"dbms:cloudspanner\"."),
        Arguments.of(
            "runOnChanged:true",
            "\"runOnChanged:true\", which Liquibase ignores: it would have no effect. Write \"runOnChange:true\"."),
        Arguments.of(
            "run_on_change:true",
            "\"run_on_change:true\", which Liquibase ignores: it would have no effect. Write \"runOnChange:true\"."),
        Arguments.of(
            "runAlway:true",
            "\"runAlway:true\", which Liquibase ignores: it would have no effect. Write \"runAlways:true\"."),
        Arguments.of(
            "alwaysRun:true",
            "\"alwaysRun:true\", which Liquibase ignores: it would have no effect. Write \"runAlways:true\"."),
        Arguments.of(
            "endDelimeter:@@",
            "\"endDelimeter:@@\", which Liquibase ignores: it would have no effect. Write \"endDelimiter:@@\"."),
        Arguments.of(
            "splitStatement:false",
            "\"splitStatement:false\", which Liquibase ignores: it would have no effect. Write \"splitStatements:false\"."),
        Arguments.of(
            "stripComment:false",
            "\"stripComment:false\", which Liquibase ignores: it would have no effect. Write \"stripComments:false\"."),
        Arguments.of(
            "logicalFilepaths:x.sql",
            "\"logicalFilepaths:x.sql\", which Liquibase ignores: the change set would be recorded under the path of its file. Write \"logicalFilePath:x.sql\"."),
        Arguments.of(
            "rollbackEndDelimeter:@@",
            "\"rollbackEndDelimeter:@@\", which Liquibase ignores: it would have no effect. Write \"rollbackEndDelimiter:@@\"."),
        Arguments.of(
            "failOnErrors:false",
            "\"failOnErrors:false\", which Liquibase ignores: it would have no effect. Write \"failOnError:false\"."),
        Arguments.of(
            "ignored:true",
            "\"ignored:true\", which Liquibase ignores: the change set would run. Write \"ignore:true\"."),
        Arguments.of(
            "\"context\":prod",
            "\"\"context\":prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "contexts: prod",
            "\"contexts: prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "label: a, b",
            "\"label: a, b\", which Liquibase ignores: the change set would run with any LABELS. Write \"labels:a,b\"."),
        Arguments.of(
            "context=prod",
            "\"context=prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "labels=\"a,b\"",
            "\"labels=\"a,b\"\", which Liquibase ignores: the change set would run with any LABELS. Write \"labels:a,b\"."),
        Arguments.of(
            "runOnChange=true",
            "\"runOnChange=true\", which Liquibase ignores: it would have no effect. Write \"runOnChange:true\"."),
        Arguments.of(
            "dbms=cloudspanner",
            "\"dbms=cloudspanner\", which Liquibase ignores: the change set would run on every database. Write \"dbms:cloudspanner\"."),
        Arguments.of(
            "endDelimiter=;",
            "\"endDelimiter=;\", which Liquibase ignores: it would have no effect. Write \"endDelimiter:;\"."),
        Arguments.of(
            "context: prod",
            "\"context: prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "context: prod and eu",
            "\"context: prod and eu\", which Liquibase ignores: the change set would run in every context. Write \"context:\"prod and eu\"\"."),
        Arguments.of(
            "context = prod",
            "\"context = prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "context :prod",
            "\"context :prod\", which Liquibase ignores: the change set would run in every context. Write \"context:prod\"."),
        Arguments.of(
            "labels: v1",
            "\"labels: v1\", which Liquibase ignores: the change set would run with any LABELS. Write \"labels:v1\"."),
        Arguments.of(
            "dbms:  cloudspanner",
            "\"dbms:  cloudspanner\", which Liquibase ignores: the change set would run on every database. Write \"dbms:cloudspanner\"."),
        Arguments.of(
            "runOnChange: true",
            "\"runOnChange: true\", which Liquibase ignores: it would have no effect. Write \"runOnChange:true\"."),
        Arguments.of(
            "ignore: true",
            "\"ignore: true\", which Liquibase ignores: the change set would run. Write \"ignore:true\"."),
        Arguments.of(
            "endDelimiter: @@",
            "\"endDelimiter: @@\", which Liquibase ignores: it would have no effect. Write \"endDelimiter:@@\"."),
        Arguments.of(
            "logicalFilePath: x.sql",
            "\"logicalFilePath: x.sql\", which Liquibase ignores: the change set would be recorded under the path of its file. Write \"logicalFilePath:x.sql\"."),
        Arguments.of(
            "runWith: psql",
            "\"runWith: psql\", which Liquibase ignores: it would have no effect. Write \"runWith:psql\"."),
        Arguments.of(
            "context:!prod and !test",
            "\"context:!prod and !test\", but Liquibase reads only \"!prod\". Write"
                + " \"context:\"!prod and !test\"\"."),
        Arguments.of(
            "context:(a or b) and c",
            "\"context:(a or b) and c\", but Liquibase reads only \"(a\". Write \"context:\"(a or"
                + " b) and c\"\"."),
        Arguments.of(
            "context:prod or eu some free text",
            "\"context:prod or eu\", but Liquibase reads only \"prod\". Write \"context:\"prod or"
                + " eu\"\"."),
        Arguments.of(
            "context:prod contextFilter:test",
            "both context and contextFilter, but Liquibase reads only contextFilter. Write only"
                + " contextFilter, with the whole expression."),
        Arguments.of(
            "context:prod contextFilter:\"\"",
            "both context and contextFilter, but Liquibase reads only contextFilter. Write only"
                + " contextFilter, with the whole expression."),
        Arguments.of(
            "contextfilter:\"a and b\" runAlways:true context:\"a and c\"",
            "both context and contextFilter, but Liquibase reads only contextFilter. Write only"
                + " contextFilter, with the whole expression."),
        Arguments.of(
            "contextFilter:a, b",
            "\"contextFilter:a, b\", but Liquibase reads only \"a,\". Write \"contextFilter:a,b\"."),
        Arguments.of(
            "labels:a, b",
            "\"labels:a, b\", but Liquibase reads only \"a,\". Write \"labels:a,b\"."),
        Arguments.of(
            "labels:a ,b",
            "\"labels:a ,b\", but Liquibase reads only \"a\". Write \"labels:a,b\"."),
        Arguments.of(
            "labels:\"a\", \"b\"",
            "\"labels:\"a\", \"b\"\", but Liquibase reads only \"\"a\"\". Write \"labels:a,b\"."),
        Arguments.of(
            "dbms:oracle, cloudspanner",
            "\"dbms:oracle, cloudspanner\", but Liquibase reads only \"oracle,\". Write"
                + " \"dbms:oracle,cloudspanner\"."),
        Arguments.of(
            "dbms: oracle, cloudspanner",
            "\"dbms:oracle, cloudspanner\", but Liquibase reads only \"oracle,\". Write"
                + " \"dbms:oracle,cloudspanner\"."),
        Arguments.of(
            "context:'a and b'",
            "\"context:'a and b'\", but Liquibase reads only \"'a\". Write \"context:\"a and"
                + " b\"\"."),
        Arguments.of(
            "context:\"a and b",
            "\"context:\"a and b\", but Liquibase reads only \"\"a\". Write \"context:\"a and"
                + " b\"\"."),
        Arguments.of(
            "context:“prod and eu”",
            "\"context:“prod and eu”\", but Liquibase reads only \"“prod\". Write \"context:\"prod"
                + " and eu\"\"."),
        Arguments.of(
            "context:“prod”",
            "\"context:“prod”\", but Liquibase reads only \"“prod”\". Write \"context:prod\"."),
        Arguments.of(
            "runOnChange:yes",
            "\"runOnChange:yes\", which is neither true nor false: Liquibase reads false. Write \"runOnChange:true\"."),
        Arguments.of(
            "runAlways:1",
            "\"runAlways:1\", which is neither true nor false: Liquibase reads false. Write \"runAlways:true\"."),
        Arguments.of(
            "splitStatements:no",
            "\"splitStatements:no\", which is neither true nor false: Liquibase reads false. Write \"splitStatements:false\"."),
        Arguments.of(
            "runInTransaction:off",
            "\"runInTransaction:off\", which is neither true nor false: Liquibase reads false. Write \"runInTransaction:false\"."),
        Arguments.of(
            "failOnError:maybe",
            "\"failOnError:maybe\", which is neither true nor false: Liquibase reads false. Write \"failOnError:true\" or \"failOnError:false\"."),
        Arguments.of(
            "ignore:${IGNORED}",
            "\"ignore:${IGNORED}\", which is neither true nor false: Liquibase reads no value. Write \"ignore:true\" or \"ignore:false\"."),
        Arguments.of(
            "runOnChange:\"true\"",
            "\"runOnChange:\"true\"\", which is neither true nor false: Liquibase reads no value. Write \"runOnChange:true\"."),
        Arguments.of(
            "dbms:\"cloudspanner\"",
            "\"dbms:\"cloudspanner\"\", which Liquibase does not read as it is written. Write the names of databases with commas between them, as in \"dbms:cloudspanner\"."),
        Arguments.of(
            "dbms:${DBMS}",
            "\"dbms:${DBMS}\", which Liquibase does not read as it is written. Write the names of databases with commas between them, as in \"dbms:cloudspanner\"."),
        Arguments.of(
            "dbms:oracle;cloudspanner",
            "\"dbms:oracle;cloudspanner\", which Liquibase does not read as it is written. Write the names of databases with commas between them, as in \"dbms:cloudspanner\"."),
        Arguments.of(
            "context:prod,labels:v1",
            "\"context:prod,labels:v1\", which Liquibase reads as one value of context. Put a"
                + " space in front of \"labels:\"."),
        Arguments.of(
            "logicalFilePath:\"x.sql\"",
            "\"logicalFilePath:\"x.sql\"\", but Liquibase reads the quotes as a part of the path."
                + " Write the path without quotes and spaces."));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void areRejectedWhereLiquibaseDoesNotReadThemAsTheyAreMeant(String attributes, String message) {
    write(attributes);

    changelog.isRejectedUntilApplied("changelog.sql:2 has " + message);
  }

  static List<Arguments> unexpected() {
    return List.of(
        Arguments.of(
            "mycontext:prod",
            "\"mycontext:prod\", in which Liquibase reads context. Put a space in front of \"context:\" if you mean the attribute; otherwise write the word differently."),
        Arguments.of(
            "see https://wiki.example/x?labels:abc",
            "\"https://wiki.example/x?labels:abc\", in which Liquibase reads labels. Put a space in front of \"labels:\" if you mean the attribute; otherwise write the word differently."),
        Arguments.of(
            "context:a context:b",
            "context more than once, but Liquibase reads only the last one. Write it once."),
        Arguments.of(
            "runOnChange",
            "\"runOnChange\" without a value, which Liquibase ignores. Write \"runOnChange:true\", or leave the word out."),
        Arguments.of(
            "contact:ann",
            "\"contact:ann\", which Liquibase ignores: the change set would run in every context. Write \"context:ann\" if that is meant."),
        Arguments.of(
            "content: new rows",
            "\"content: new\", which Liquibase ignores: the change set would run in every context. Write \"context:new\" if that is meant."),
        Arguments.of(
            "runOrder:last",
            "\"runOrder:last\", which Liquibase ignores in this line of formatted SQL. Remove it,"
                + " or use the line that formatted SQL has for it, such as \"--rollback\"."));
  }

  @ParameterizedTest
  @MethodSource("unexpected")
  void areAWarningWhereTheyMayBeFreeText(String attributes, String message) {
    write(attributes);

    changelog.warnsUntilApplied("changelog.sql:2 has " + message);
  }

  static Stream<String> legal() {
    return Stream.of(
        "",
        "adds the table of orders",
        "context:prod",
        "context:!prod",
        "context:\"prod and !test\" labels:\"a or b\" dbms:cloudspanner",
        "CONTEXT:prod Labels:a,b DBMS:cloudspanner RUNONCHANGE:TRUE",
        "contextFilter:prod",
        "context:prod contextFilter:prod",
        "context:prod contextFilter:",
        "contextFilter:prod context:\"\"",
        "context:'prod'",
        "context:\"\"",
        "context:",
        "context:prod and labels:v1",
        "labels:a, context:prod",
        "labels:a,b",
        "dbms: cloudspanner",
        "dbms:cloudspanner,postgresql",
        "dbms:!h2",
        "runOnChange:true runAlways:false runInTransaction:false failOnError:true ignore:false",
        "stripComments:false splitStatements:false endDelimiter:; rollbackSplitStatements:false rollbackEndDelimiter:/",
        "endDelimiter:\\n/ splitStatements:true",
        "endDelimiter:@@",
        "logicalFilePath:db/orders.sql",
        "runWith:psql runWithSpoolFile:out.txt",
        "runWithSpoolFile: out.txt",
        "-context:prod",
        "(see OPS-12)",
        "ticket:OPS-12 jira=OPS-13 author:ann date:2024-01-01 time:12:30",
        "docs:https://wiki.example/a=b?c:d db:orders note: rebuilt, and tested = fine",
        "please ignore: this is old",
        "labels and context are set elsewhere",
        "ignored:3 rows",
        "levels of detail, table: orders",
        "adds columns a, b and c");
  }

  @ParameterizedTest
  @MethodSource("legal")
  void areNoProblemWhereLiquibaseReadsThemAsTheyAreMeant(String attributes) {
    write(attributes);

    changelog.hasNoProblem();
  }

  @Test
  void areAllReportedAtOnce() {
    write("contexts:prod label:v1 runOnChange:yes");

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 has \"contexts:prod\", which Liquibase ignores: the change set would run in"
            + " every context. Write \"context:prod\".",
        "changelog.sql:2 has \"label:v1\", which Liquibase ignores: the change set would run with any"
            + " LABELS. Write \"labels:v1\".",
        "changelog.sql:2 has \"runOnChange:yes\", which is neither true nor false: Liquibase reads"
            + " false. Write \"runOnChange:true\".");
  }

  @Test
  void areAWarningWhereTheirChangeSetRunsOnlyElsewhere() {
    write("dbms:oracle runOnChange:yes");

    assertThat(changelog.plan(List.of()).problems()).isEmpty();
    assertThat(changelog.plan(List.of()).warnings())
        .extracting(ChangelogProblem::text)
        .containsExactly(
            "changelog.sql:2 has \"runOnChange:yes\", which is neither true nor false: Liquibase"
                + " reads false. Write \"runOnChange:true\".");
  }

  /// It may be left out because of the mistake.
  @Test
  void areRejectedWhereTheirChangeSetIsLeftOutByWhatLiquibaseReads() {
    write("dbms:oracle, cloudspanner");

    assertThat(changelog.plan(List.of()).problems()).hasSize(1);
  }

  @Test
  void ofTheFirstLineAreOnlyTheLogicalPath() {
    changelog.write(
        """
        --liquibase formatted sql logicalFilepath=orders.sql context:prod
        --changeset ann:1
        SELECT 1;
        """);

    changelog.isRejectedUntilApplied(
        "changelog.sql:1 has \"logicalFilepath=orders.sql\", which Liquibase ignores: the change sets"
            + " would be recorded under the path of the file. Write \"logicalFilePath:orders.sql\".",
        "changelog.sql:1 has \"context:prod\", which Liquibase reads only in the header of a"
            + " change set. Write it in the \"--changeset\" line of each change set to which it"
            + " should apply.");
  }

  @Test
  void areNoPartOfTheId() {
    changelog.write("--liquibase formatted sql\n--changeset ann:1,context:prod\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 has \"1,context:prod\", which Liquibase reads as the id. Put a space"
            + " between the id and the attribute.");
  }

  @Test
  void leaveAnIdWithACommaAtItsEnd() {
    changelog.write("--liquibase formatted sql\n--changeset ann:10, new rows\nSELECT 1;\n");

    changelog.warnsUntilApplied(
        "changelog.sql:2 has the id \"10,\": the last character is part of the id. Remove the last"
            + " character if it is not meant; do not change the id after the change set was"
            + " applied.");
  }

  /// Below a logical path the history has the change set under that path.
  @Test
  void areAWarningAlsoWhereTheHistoryHasTheLogicalPath() {
    changelog.write(
        """
        --liquibase formatted sql logicalFilePath:old/orders.sql
        --changeset ann:${id} contexts:prod
        SELECT 1;
        """);

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 has \"contexts:prod\", which Liquibase ignores: the change set would run in"
            + " every context. Write \"context:prod\".");
    assertThat(changelog.read().changeSets().getFirst().identity())
        .hasToString("old/orders.sql::${id}::ann");
  }
}
