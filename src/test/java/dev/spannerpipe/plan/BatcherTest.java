package dev.spannerpipe.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private static final String TABLE = "CREATE TABLE %s (id INT64) PRIMARY KEY (id)";

  private final Batcher batcher = new Batcher(Dialect.GOOGLE_STANDARD_SQL);

  private static List<PlannedChangeSet> pending(ChangeSet... changeSets) {
    return Arrays.stream(changeSets)
        .map(changeSet -> new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.NEW, 0))
        .toList();
  }

  /// Writes segments as `KIND id[from-to] id[from-to]`.
  private List<String> cut(ChangeSet... changeSets) {
    return batcher.all(pending(changeSets)).stream().map(BatcherTest::text).toList();
  }

  private static String text(Segment segment) {
    StringBuilder text = new StringBuilder(segment.kind().name());
    for (Slice slice : segment.slices()) {
      text.append(' ')
          .append(slice.planned().changeSet().identity().id())
          .append('[')
          .append(slice.from())
          .append('-')
          .append(slice.to())
          .append(']');
    }
    return text.toString();
  }

  @Test
  void putsTwoHundredTablesIntoOneBatch() {
    ChangeSet[] tables =
        IntStream.range(0, 200)
            .mapToObj(i -> ChangeSets.of("c" + i, TABLE.formatted("t" + i)))
            .toArray(ChangeSet[]::new);

    List<Segment> segments = batcher.all(pending(tables));

    assertThat(segments).hasSize(1);
    assertThat(segments.getFirst().steps()).hasSize(200);
  }

  @Test
  void cutsManyDataChangesIntoChunks() {
    String[] inserts =
        IntStream.range(0, 1_200)
            .mapToObj(i -> "INSERT INTO t (id) VALUES (" + i + ")")
            .toArray(String[]::new);

    assertThat(cut(ChangeSets.of("a", inserts)))
        .containsExactly("DATA a[0-500]", "DATA a[500-1000]", "DATA a[1000-1200]");
  }

  private static Step change(int transaction) {
    return new Step.Sql(
        StatementKind.DML,
        "INSERT INTO t (id) VALUES (1)",
        new SourceLocation("schema.sql", 1),
        Optional.empty(),
        transaction);
  }

  @Test
  void neverCutsATransactionNorJoinsItWithOthers() {
    List<Step> steps = new ArrayList<>(List.of(change(0)));
    IntStream.range(0, 1_200).forEach(_ -> steps.add(change(1)));
    steps.addAll(List.of(change(2), change(2), change(0), change(0)));

    assertThat(cut(ChangeSets.withSteps("a", steps)))
        .containsExactly("DATA a[0-1]", "DATA a[1-1201]", "DATA a[1201-1203]", "DATA a[1203-1205]");
  }

  private static Step bundle(String text, String descriptors) {
    return new Step.Sql(
        StatementKind.DDL,
        text,
        new SourceLocation("schema.sql", 1),
        descriptors.isEmpty()
            ? Optional.empty()
            : Optional.of(new ProtoDescriptors(descriptors.getBytes(UTF_8))),
        0);
  }

  @Test
  void beginsABatchWithDescriptorsAndTakesWhatNeedsNoOthers() {
    ChangeSet first =
        ChangeSets.withSteps(
            "a",
            List.of(
                bundle(TABLE.formatted("t"), ""),
                bundle("CREATE PROTO BUNDLE (a.B)", "one"),
                bundle(TABLE.formatted("u"), "one"),
                bundle(TABLE.formatted("v"), ""),
                bundle("ALTER PROTO BUNDLE INSERT (a.C)", "two")));
    ChangeSet second =
        ChangeSets.withSteps("b", List.of(bundle("ALTER PROTO BUNDLE INSERT (a.D)", "three")));

    List<Segment> segments = batcher.all(pending(first, second));

    assertThat(segments)
        .extracting(BatcherTest::text)
        .containsExactly("SCHEMA a[0-1]", "SCHEMA a[1-4]", "SCHEMA a[4-5]", "SCHEMA b[0-1]");
    assertThat(segments)
        .extracting(
            segment ->
                segment
                    .protoDescriptors()
                    .map(descriptors -> new String(descriptors.bytes(), UTF_8))
                    .orElse(""))
        .containsExactly("", "one", "two", "three");
  }

  @Test
  void cutsLongDataChangesIntoChunks() {
    String insert = "INSERT INTO t (v) VALUES ('" + "x".repeat(400_000) + "')";
    String longest = "INSERT INTO t (v) VALUES ('" + "x".repeat(1_000_000) + "')";

    assertThat(cut(ChangeSets.of("a", insert, insert, insert, longest, insert)))
        .containsExactly("DATA a[0-2]", "DATA a[2-3]", "DATA a[3-4]", "DATA a[4-5]");
  }

  @Test
  void cutsAtDataChanges() {
    assertThat(
            cut(
                ChangeSets.of("a", TABLE.formatted("a")),
                ChangeSets.of(
                    "b",
                    TABLE.formatted("b"),
                    "INSERT INTO a (id) VALUES (1)",
                    "INSERT INTO b (id) VALUES (1)",
                    "CREATE INDEX i ON b (id)"),
                ChangeSets.of("c", "CREATE INDEX j ON a (id)")))
        .containsExactly("SCHEMA a[0-1] b[0-1]", "DATA b[1-3]", "SCHEMA b[3-4] c[0-1]");
  }

  @Test
  void givesEachChangeSetItsOwnTransaction() {
    assertThat(
            cut(
                ChangeSets.of("a", "DELETE FROM t WHERE true"),
                ChangeSets.of("b", "DELETE FROM u WHERE true")))
        .containsExactly("DATA a[0-1]", "DATA b[0-1]");
  }

  @Test
  void cutsAtPreconditionsThatNeedTheDatabase() {
    assertThat(
            cut(
                ChangeSets.of("a", TABLE.formatted("a")),
                ChangeSets.guarded(
                    "b",
                    new FixedCondition(true, new Precondition.Outcome.Run("")),
                    TABLE.formatted("b")),
                ChangeSets.guarded(
                    "c",
                    new FixedCondition(false, new Precondition.Outcome.Run("")),
                    TABLE.formatted("c"))))
        .containsExactly("SCHEMA a[0-1]", "SCHEMA b[0-1] c[0-1]");
  }

  @Test
  void cutsBeforeTheEleventhBackfill() {
    List<String> indexes = new ArrayList<>();
    IntStream.range(0, 12)
        .forEach(i -> indexes.add("CREATE INDEX i%d ON old (c%d)".formatted(i, i)));

    assertThat(cut(ChangeSets.of("a", indexes.toArray(String[]::new))))
        .containsExactly("SCHEMA a[0-10]", "SCHEMA a[10-12]");
  }

  @Test
  void countsNoIndexThatFollowsItsNewTable() {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statements.add(TABLE.formatted("t" + i));
      statements.add("CREATE UNIQUE INDEX IF NOT EXISTS i%d ON t%d (id)".formatted(i, i));
    }

    assertThat(cut(ChangeSets.of("a", statements.toArray(String[]::new))))
        .containsExactly("SCHEMA a[0-40]");
  }

  @Test
  void countsTheIndexOfANewTableBehindAnotherBackfill() {
    List<String> statements =
        new ArrayList<>(List.of(TABLE.formatted("t"), "CREATE INDEX old_i ON old (c)"));
    IntStream.range(0, 10)
        .forEach(i -> statements.add("CREATE INDEX i%d ON t (c%d)".formatted(i, i)));

    assertThat(cut(ChangeSets.of("a", statements.toArray(String[]::new))))
        .containsExactly("SCHEMA a[0-11]", "SCHEMA a[11-12]");
  }

  @Test
  void countsConstraintsTypesDefaultsAndStoredColumns() {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statements.add("ALTER TABLE old ADD CONSTRAINT c%d CHECK (a > 0)".formatted(i));
      statements.add("ALTER TABLE old ADD FOREIGN KEY (a) REFERENCES o (a)");
      statements.add("ALTER TABLE old ALTER COLUMN a STRING(10) NOT NULL");
      statements.add("ALTER TABLE old ADD COLUMN b%d INT64 DEFAULT (1)".formatted(i));
      statements.add("ALTER TABLE old ADD COLUMN plain%d INT64".formatted(i));
    }

    assertThat(cut(ChangeSets.of("a", statements.toArray(String[]::new))))
        .containsExactly("SCHEMA a[0-12]", "SCHEMA a[12-15]");
  }

  @Test
  void keepsATableWithItsIndexesWhereTheSizeForcesACut() {
    String large =
        "CREATE TABLE large (id INT64 /* " + "x".repeat(990_000) + " */) PRIMARY KEY (id)";
    String index = "CREATE INDEX i ON t (id /* " + "y".repeat(20_000) + " */)";

    assertThat(cut(ChangeSets.of("a", large, TABLE.formatted("t"), index)))
        .containsExactly("SCHEMA a[0-1]", "SCHEMA a[1-3]");
  }

  @Test
  void letsAFailureThatIsToleratedStandAlone() {
    assertThat(
            cut(
                ChangeSets.of("a", TABLE.formatted("a")),
                ChangeSets.tolerated("b", TABLE.formatted("b"), TABLE.formatted("c")),
                ChangeSets.tolerated("d", "DELETE FROM t WHERE true", "DELETE FROM u WHERE true"),
                ChangeSets.of("e", TABLE.formatted("e"))))
        .containsExactly(
            "SCHEMA a[0-1]",
            "SCHEMA b[0-1]",
            "SCHEMA b[1-2]",
            "DATA d[0-1]",
            "DATA d[1-2]",
            "SCHEMA e[0-1]");
  }

  @Test
  void takesChangeSetsWithoutStepsAlong() {
    assertThat(
            cut(
                ChangeSets.of("tag"),
                ChangeSets.of("a", TABLE.formatted("a")),
                ChangeSets.of("tag2"),
                ChangeSets.of("b", TABLE.formatted("b"))))
        .containsExactly("SCHEMA tag[0-0] a[0-1] tag2[0-0] b[0-1]");
    assertThat(cut(ChangeSets.of("tag"), ChangeSets.of("a", "DELETE FROM t WHERE true")))
        .containsExactly("HISTORY tag[0-0]", "DATA a[0-1]");
  }

  @Test
  void keepsQueriesAndLiveStepsApart() {
    SourceLocation here = new SourceLocation("schema.sql", 3);
    ChangeSet live =
        ChangeSets.withSteps(
            "live",
            List.of(
                new Step.Sql(StatementKind.DDL, TABLE.formatted("a"), here),
                new Step.Live("modifyDataType a.id", here, _ -> List.of()),
                new Step.Sql(StatementKind.QUERY, "SELECT 1", here),
                new Step.Sql(StatementKind.PARTITIONED_DML, "DELETE FROM a WHERE true", here)));

    assertThat(cut(live))
        .containsExactly(
            "SCHEMA live[0-1]", "LIVE live[1-2]", "QUERY live[2-3]", "PARTITIONED live[3-4]");
  }

  @Test
  void goesOnInTheMiddle() {
    PlannedChangeSet half =
        new PlannedChangeSet(
            ChangeSets.of("a", TABLE.formatted("a"), TABLE.formatted("b")),
            PlannedChangeSet.Reason.HALF_FINISHED,
            1);

    assertThat(batcher.all(List.of(half)).stream().map(BatcherTest::text))
        .containsExactly("SCHEMA a[1-2]");
  }

  @Test
  void halvesASegmentByItsSteps() {
    Segment segment =
        batcher.first(
            pending(
                ChangeSets.of("a", TABLE.formatted("a")),
                ChangeSets.of("b", TABLE.formatted("b"), TABLE.formatted("c")),
                ChangeSets.of("tag"),
                ChangeSets.of("d", TABLE.formatted("d"))));

    assertThat(Segments.halves(segment).stream().map(BatcherTest::text))
        .containsExactly("SCHEMA a[0-1] b[0-1]", "SCHEMA b[1-2] tag[0-0] d[0-1]");
  }
}
