package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.ChecksumVersion;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.RuntimeEnvironment;
import liquibase.Scope;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.visitor.ListVisitor;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.sqlgenerator.core.MarkChangeSetRanGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plain Liquibase names, describes and sums the same change sets in the same way.
class PlainLiquibaseTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "src/test/resources/changelogs,mixed/changelog.xml",
    "src/test/resources/changelogs,children/changelog.yaml",
    "schema/example,changelog.yaml"
  })
  void agreesOnWhatTheHistoryHolds(String root, String file) throws Exception {
    assertThat(ours(Path.of(root), file)).isNotEmpty().isEqualTo(plain(Path.of(root), file));
  }

  private static List<String> ours(Path root, String file) {
    ChangelogSettings settings =
        new ChangelogSettings(
            root.toAbsolutePath(),
            file,
            List.of(),
            Optional.of("prod"),
            Optional.empty(),
            Map.of());
    return new ChangelogReader(settings)
        .read(Dialect.GOOGLE_STANDARD_SQL).changeSets().stream()
            .map(PlainLiquibaseTest::row)
            .toList();
  }

  private static String row(ChangeSet set) {
    return String.join(
        " | ",
        set.identity().toString(),
        set.checksum(),
        set.description(),
        set.comments(),
        String.valueOf(set.contexts()),
        String.valueOf(set.labels()),
        set.tag().orElse("null"));
  }

  private List<String> plain(Path root, String file) throws Exception {
    String url = "offline:cloudspanner?changeLogFile=" + directory.resolve("history.csv");
    DirectoryResourceAccessor files = new DirectoryResourceAccessor(root.toAbsolutePath());
    Database database = DatabaseFactory.getInstance().openDatabase(url, null, null, null, files);
    try (Liquibase liquibase = new Liquibase(file, files, database)) {
      Contexts contexts = new Contexts("prod");
      LabelExpression labels = new LabelExpression();
      ListVisitor visitor = new ListVisitor();
      Map<String, Object> scope =
          Map.of(Scope.Attr.resourceAccessor.name(), files, Scope.Attr.database.name(), database);
      return Scope.child(
          scope,
          () -> {
            new ChangeLogIterator(
                    liquibase.getDatabaseChangeLog(),
                    new DbmsChangeSetFilter(database),
                    new ContextChangeSetFilter(contexts),
                    new LabelChangeSetFilter(labels),
                    new IgnoreChangeSetFilter())
                .run(visitor, new RuntimeEnvironment(database, contexts, labels));
            return visitor.getSeenChangeSets().stream().map(PlainLiquibaseTest::row).toList();
          });
    }
  }

  private static String row(liquibase.changelog.ChangeSet set) {
    return String.join(
        " | ",
        set.toString(false),
        set.generateCheckSum(ChecksumVersion.V9).toString(),
        set.getDescription(),
        set.getComments() == null ? "" : set.getComments(),
        String.valueOf(set.buildFullContext()),
        String.valueOf(set.buildFullLabels()),
        String.valueOf(MarkChangeSetRanGenerator.getTagFromChangeset(set)));
  }
}
