package dev.spannerpipe.sqltext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sqltext.GeneratedFile.Format;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// SQL text of every format reaches Spanner as it was written: statements made at random, whose
/// literals and comments are full of what means something outside of them, leave exactly what their
/// author meant.
///
/// `-Dsqltext.seed=7` makes other statements, `-Dsqltext.statements=20000` more of them.
@Concurrent
class SqlTextIT {
  /// More statements of a change set than that are several transactions.
  private static final int LARGEST_CHANGE_SET = 400;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void nothingIsAlteredOrCut(Dialect dialect) {
    long seed = Proof.seed("sqltext.seed");
    try {
      generateAndApply(dialect, seed);
    } catch (AssertionError difference) {
      throw new AssertionError(
          "seed %d (again with -Dsqltext.seed=%d): %s"
              .formatted(seed, seed, difference.getMessage()),
          difference);
    }
  }

  private void generateAndApply(Dialect dialect, long seed) {
    Workspace workspace = new Workspace(directory);
    RandomStatements source = new RandomStatements(dialect, new Random(seed));
    List<GeneratedFile> files = generate(workspace, source);
    writeRoot(workspace, dialect, files);

    assertPlanned(dialect, files);
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    Result result =
        PipeRun.in(workspace, database)
            .with(Map.of("CHANGELOG_FILE", "changelog.yaml", "ALLOW_DESTRUCTIVE", "true"))
            .run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(database.rows("SELECT Id, begin, go FROM T ORDER BY Id"))
        .isNotEmpty()
        .isEqualTo(source.rows());
  }

  /// The same number of statements in each format, with and without `stripComments`.
  private static List<GeneratedFile> generate(Workspace workspace, RandomStatements source) {
    long statements = Proof.cases("sqltext.statements", 200, 2_000);
    int inEach = (int) Math.ceilDiv(statements, Format.values().length * 2);
    List<GeneratedFile> files = new ArrayList<>();
    for (Format format : Format.values()) {
      for (boolean strip : List.of(format != Format.RAW, false)) {
        for (int left = inEach; left > 0; left -= LARGEST_CHANGE_SET) {
          String name = "f" + files.size();
          int count = Math.min(left, LARGEST_CHANGE_SET);
          files.add(GeneratedFile.write(workspace, name, format, strip, source, count));
        }
      }
    }
    return files;
  }

  private static void writeRoot(Workspace workspace, Dialect dialect, List<GeneratedFile> files) {
    String table =
        dialect == Dialect.POSTGRESQL
            ? "CREATE TABLE T (Id bigint PRIMARY KEY, begin text, go text)"
            : "CREATE TABLE T (Id INT64, begin STRING(MAX), go STRING(MAX)) PRIMARY KEY (Id)";
    StringBuilder root = new StringBuilder("databaseChangeLog:\n- include: {file: table.sql}\n");
    files.forEach(file -> root.append("- include: {file: ").append(file.path()).append("}\n"));
    workspace
        .with("table.sql", "--liquibase formatted sql\n--changeset ann:table\n" + table + ";\n")
        .with("changelog.yaml", root.toString());
  }

  private void assertPlanned(Dialect dialect, List<GeneratedFile> files) {
    ChangelogSettings settings =
        new ChangelogSettings(
            directory, "changelog.yaml", List.of(), Optional.empty(), Optional.empty(), Map.of());
    var changeSets = new ChangelogReader(settings).read(dialect).changeSets();
    for (GeneratedFile file : files) {
      List<Step> steps =
          changeSets.stream()
              .filter(set -> set.location().file().equals(file.path()))
              .findFirst()
              .orElseThrow()
              .steps();
      for (int index = 0; index < Math.min(steps.size(), file.statements().size()); index++) {
        assertSame(dialect, file, file.statements().get(index), steps.get(index).text());
      }
      assertThat(steps).as(file.path()).hasSameSizeAs(file.statements());
    }
  }

  private static void assertSame(
      Dialect dialect, GeneratedFile file, String written, String planned) {
    JudgeLexer judge = JudgeLexer.of(dialect, planned);
    assertThat(judge.tokens())
        .as("%s: %s became %s", file.path(), written, planned)
        .isEqualTo(JudgeLexer.of(dialect, written).tokens());
    if (file.stripComments()) {
      assertThat(judge.comments()).as(file.path()).isEmpty();
    } else {
      assertThat(planned).contains(written);
    }
  }

  /// The forms that are rejected are these, whatever the format: nothing of the changelog runs. A
  /// line that formatted SQL takes for its own, such as `--rollback`, is never a part of a literal.
  @ParameterizedTest
  @EnumSource
  void rejectsByLineWhatIsNotCertain(Dialect dialect) {
    boolean postgresql = dialect == Dialect.POSTGRESQL;
    Workspace workspace = new Workspace(directory);
    workspace.withSql(
        """
        --changeset ann:1
        SELECT 1;
        SELECT 1 /* open
        --changeset ann:2
        SELECT %s;
        --changeset ann:3
        SELECT 1,
        %s;
        --changeset ann:4 splitStatements:false
        SELECT 1;
        SELECT 2;
        --changeset ann:5 endDelimiter:;;
        SELECT 1; SELECT 2;;
        --changeset ann:6 endDelimiter:;\\s*$
        SELECT 1;
        --changeset ann:7 endDelimiter:--
        SELECT 1;
        """
            .formatted(postgresql ? "$a$ open" : "'''open", postgresql ? "E'it\\'" : "\"it\n's\""));
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);

    Result result = PipeRun.in(workspace, database).run();

    int more = postgresql ? 0 : 1;
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "changelog.sql:4: the change sql cannot be done: line 2 of its SQL opens a comment",
            "changelog.sql:6: the change sql cannot be done: line 1 of its SQL opens a string",
            "changelog.sql:9: the change sql cannot be done: line 2 of its SQL opens a string",
            "changelog.sql:%d: the change sql cannot be done: line 2 of its SQL begins a second"
                .formatted(12 + more),
            "changelog.sql:%d: the change sql cannot be done: line 1 of its SQL begins a second"
                .formatted(14 + more),
            "changelog.sql:%d: the change sql cannot be done: its endDelimiter \";\\s*$\" is a"
                .formatted(15 + more),
            "changelog.sql:%d: the change sql cannot be done: its endDelimiter \"--\" begins a"
                .formatted(17 + more));
    assertThat(database.ddl()).isEmpty();
  }
}
