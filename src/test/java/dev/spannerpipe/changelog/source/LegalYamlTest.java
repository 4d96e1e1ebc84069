package dev.spannerpipe.changelog.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.changelog.liquibase.LiquibaseScope;
import dev.spannerpipe.changelog.source.yaml.YamlOutline;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.change.ChangeFactory;
import liquibase.change.ChangeParameterMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Liquibase obeys in YAML and JSON is never a problem.
class LegalYamlTest {
  @TempDir Path directory;

  /// Every construct that Liquibase reads, in each of its spellings.
  private static final String EVERYTHING =
      """
      aliases:
        - &ann ann
      defaults: &defaults
        author: *ann
        context: "!never"
      audited: &audited {type: INT64}
      databaseChangeLog:
        - logicalfilepath: db/changelog.yaml
        - contextFilter: "!never"
        - objectQuotingStrategy: LEGACY
        - preConditions:
            - onFail: WARN
            - onfailmessage: not here
            - onError: WARN
            - onErrorMessage: not here
            - onSqlOutput: IGNORE
            - or:
                - dbms: {type: cloudspanner}
                - not:
                    - changeLogPropertyDefined: {property: x, value: y}
        - property: {name: a, value: b, Context: c, labels: d, dbms: cloudspanner, global: false}
        - property: {file: p.properties, relativeToChangelogFile: true, errorIfMissing: false,
                     contextFilter: c}
        - removeChangeSetProperty: {change: addColumn, dbms: oracle, remove: afterColumn}
        - include: {file: a.sql, relativetochangelogfile: true, errorIfMissing: true, context: "!n",
                    labels: x, ignore: false, logicalFilePath: b.sql}
          includeAll: {path: more/, relativeToChangelogFile: true, errorIfMissingOrEmpty: false,
                       contextFilter: "!n", labels: x, ignore: false, logicalFilePath: c.sql,
                       minDepth: 0, maxDepth: 3, endsWithFilter: .sql}
        - modifyChangeSets:
            - runWith: jdbc
            - runWithSpoolFile: x
            - stripComments: true
            - include: {file: b.sql}
        - changeSet:
            <<: *defaults
            <<: {labels: x}
            id: attributes
            contextFilter: ""
            dbms: cloudspanner
            runalways: false
            runOnChange: false
            runInTransaction: true
            failOnError: true
            onValidationFail: HALT
            objectQuotingStrategy: LEGACY
            runOrder: first
            ignore: false
            created: today
            logicalFilePath: d.yaml
            runWith: jdbc
            runWithSpoolFile: x
            comment: Some words
            validCheckSum: "1:any"
            preconditions:
              - onFail: MARK_RAN
              - sqlCheck: {expectedResult: 0, sql: SELECT 1}
              - tableExists: {tableName: t, schemaName: s, catalogName: c}
              - nestedPreconditions:
                  - rowCount: {tableName: t, expectedRows: 1}
            changes:
              - createTable:
                  tablename: t
                  columns:
                    - column:
                        name: id
                        <<: *audited
                        constraints: {primaryKey: true, Nullable: false, primaryKeyName: pk}
              - addColumn:
                  tableName: t
                  column: {name: a, type: INT64, afterColumn: id}
              - loadData:
                  file: rows.csv
                  tableName: t
                  columns:
                    - column: {name: id, header: i, index: 0, type: NUMERIC}
              - delete:
                  tableName: t
                  where: id = :value
                  whereParams:
                    - param: {valueNumeric: 1}
              - update:
                  tableName: t
                  columns:
                    column: {name: a, valueNumeric: 1}
                  where: id = 1
              - sql:
                  SQL: SELECT 1
                  splitstatements: true
                  stripComments: true
                  endDelimiter: ;
                  dbms: cloudspanner
                  comment: Some words
              - sql: SELECT 1
              - sqlFile: {path: c.sql, relativeToChangelogFile: true, encoding: UTF-8}
              - empty: {}
            rollback:
              - dropTable: {tableName: t, cascadeConstraints: false}
            modifySql:
              - dbms: cloudspanner
              - contextFilter: c
              - labels: x
              - applyToRollback: true
              - append: {value: x, context: c}
              - prepend: {value: x, contexts: c}
              - replace: {replace: a, with: b, dbms: cloudspanner}
              - regExpReplace: {replace: a, with: b, applyToRollback: true}
        - changeSet:
            id: older
            author: *ann
            alwaysRun: false
            sql: SELECT 1
            rollback: {changeSetId: attributes, changesetauthor: ann, changeSetPath: d.yaml}
        - changeSet:
            - id: list
            - author: *ann
            - comment: one
            - comment: two
            - validCheckSums: ["1:any", "8:abc"]
            - tagDatabase: {tag: v1, keepTagOnRollback: true}
      """;

  @Test
  void hasNoProblemWithAnythingThatLiquibaseReads() {
    MappedLint lint = new MappedLint(directory);

    assertThat(lint.problems("changelog.yaml", EVERYTHING)).isEmpty();
  }

  /// The text above is no proof if Liquibase does not read it.
  @Test
  void holdsNothingThatLiquibaseCannotRead() {
    Repository repository = new Repository(directory);
    String sql = "--liquibase formatted sql\n--changeset ann:%s\nDELETE FROM t WHERE true;\n";
    repository
        .with("changelog.yaml", EVERYTHING)
        .with("a.sql", sql.formatted("a"))
        .with("b.sql", sql.formatted("b"))
        .with("c.sql", sql.formatted("c"))
        .with("more/d.sql", sql.formatted("d"))
        .with("rows.csv", "i\n1\n");

    assertThat(repository.read("changelog.yaml").changeSets())
        .extracting(changeSet -> changeSet.identity().id())
        .containsExactly("attributes", "a", "d", "b", "older", "list");
    assertThat(repository.read("changelog.yaml").problems()).isEmpty();
  }

  /// Reads the outline of a text within Liquibase's scope, as the reader does.
  private record MappedLint(Path directory) {
    List<String> problems(String file, String text) {
      try {
        return LiquibaseScope.call(
            files(directory, file),
            Dialect.GOOGLE_STANDARD_SQL,
            _ ->
                YamlOutline.of(file, text).scoped().stream()
                    .map(problem -> problem.problem().text())
                    .toList());
      } catch (Exception problem) {
        throw new AssertionError(problem);
      }
    }
  }

  @Test
  void knowsEveryParameterOfEveryChange() throws Exception {
    List<String> unknown = new ArrayList<>();
    LiquibaseScope.call(
        files(directory, "changelog.yaml"),
        Dialect.GOOGLE_STANDARD_SQL,
        _ -> {
          ChangeFactory changes = Scope.getCurrentScope().getSingleton(ChangeFactory.class);
          for (String name : changes.getDefinedChanges()) {
            for (ChangeParameterMetaData each :
                changes.getChangeMetaData(changes.create(name)).getParameters().values()) {
              if (!changed(name, each.getParameterName()).isEmpty()) {
                unknown.add(name + " " + each.getParameterName());
              }
            }
          }
          return unknown;
        });

    assertThat(unknown).isEmpty();
  }

  private static List<FileProblem> changed(String change, String attribute) {
    boolean element = attribute.equals("column") || attribute.equals("columns");
    String text =
        "databaseChangeLog: [{changeSet: {id: a, author: b, changes: [{%s: {%s}}]}}]"
            .formatted(
                change,
                // Right for a text, a number and a boolean.
                element ? attribute + ": []" : attribute.toUpperCase(Locale.ROOT) + ": 0");
    return YamlOutline.of("changelog.yaml", text).scoped().stream()
        .filter(problem -> !problem.problem().description().contains(" without the key "))
        .toList();
  }

  static Stream<Path> changelogs() throws IOException {
    try (Stream<Path> resources = Files.walk(Path.of("src/test/resources"));
        Stream<Path> schema = Files.walk(Path.of("schema"))) {
      return Stream.concat(resources, schema)
          .filter(path -> path.toString().toLowerCase(Locale.ROOT).matches(".*\\.(ya?ml|json)"))
          .filter(path -> !path.startsWith("src/test/resources/rejected"))
          .filter(LegalYamlTest::isChangelog)
          .toList()
          .stream();
    }
  }

  private static boolean isChangelog(Path path) {
    try {
      return Files.readString(path).contains("databaseChangeLog");
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  @ParameterizedTest
  @MethodSource("changelogs")
  void hasNoProblemWithAnyChangelogOfThisRepository(Path path) throws IOException {
    assertThat(new MappedLint(directory).problems(path.toString(), Files.readString(path)))
        .isEmpty();
  }

  private static RepositoryFiles files(Path directory, String file) {
    ChangelogSettings settings = new Repository(directory).settings(file);
    return new RepositoryFiles(settings.checkout(), settings.roots());
  }
}
