package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet.Rollback;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An encoding that Java does not know, most often the name that a database has for one.
class UnknownEncodingTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("a.sql", "SELECT 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sqlFile: {path: a.sql, encoding: utf8mb4} | changelog.yaml:7 names the encoding utf8mb4,"
            + " which is unknown. Write encoding: UTF-8, or the encoding's name in Java.",
        "sqlFile: {path: a.sql, encoding: 'no such'} | changelog.yaml:7 names the encoding no such,"
            + " which is unknown. Write encoding: UTF-8, or the encoding's name in Java.",
        "createView: {viewName: v, path: a.sql, encoding: utf8mb4} | changelog.yaml:7 names the"
            + " encoding utf8mb4, which is unknown. Write encoding: UTF-8, or the encoding's name"
            + " in Java.",
        "loadData: {tableName: t, file: a.sql, encoding: utf8mb4} | changelog.yaml:7: the change"
            + " loadData cannot be done: its encoding utf8mb4 is unknown. Write encoding: UTF-8, or"
            + " the encoding's name in Java.",
      })
  void namesAnUnknownEncoding(String change, String problem) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: SELECT 1
                - %s
        """
            .formatted(change));

    assertThat(repository.failure("changelog.yaml")).isEqualTo(problem);
  }

  /// Liquibase does not read it before it rolls back.
  @Test
  void acceptsAnUnknownEncodingOfARollbackAsImpossible() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes: [{sql: SELECT 1}]
              rollback: [{sqlFile: {path: a.sql, encoding: utf8mb4}}]
        """);

    assertThat(repository.read("changelog.yaml").problems()).isEmpty();
    assertThat(repository.rollbacks("changelog.yaml"))
        .extracting(Rollback::toString)
        .containsExactly("Impossible[reason=it names the encoding utf8mb4, which is unknown]");
  }
}
