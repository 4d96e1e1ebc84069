package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Descriptors;
import dev.spannerpipe.testing.EmulatorServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the emulator of this machine can hold, and what it holds of a live schema.
@Concurrent
class ReplaySchemaIT {
  private static final Set<String> BOOKKEEPING = Set.of("DATABASECHANGELOG");

  /// Emulator 1.5.28 lacks all known constructs but these.
  private static final Set<String> IN_GOOGLE_SQL = Set.of("ANALYZE");

  private static final Set<String> IN_POSTGRESQL = Set.of();

  private ReplayEmulator emulator;

  @BeforeEach
  void open() {
    Time time = new SystemTime();
    emulator =
        EmulatorReplay.at(
            EmulatorServer.running().host(),
            time,
            new Retry(time, () -> 0.5),
            new Stop(time, _ -> {}),
            () -> ThreadLocalRandom.current().nextLong());
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theProbesFindWhatTheEmulatorLacks(Dialect dialect) {
    Set<String> expected = new TreeSet<>(Gaps.all(dialect).names());
    expected.removeAll(dialect == Dialect.GOOGLE_STANDARD_SQL ? IN_GOOGLE_SQL : IN_POSTGRESQL);

    assertThat(new TreeSet<>(gaps(dialect).names())).isEqualTo(expected);
  }

  /// Whatever the emulator lacks: without it, the rest is accepted.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void eachProbeIsAcceptedWithoutItsConstruct(Dialect dialect) {
    Gaps gaps = gaps(dialect);
    ReplayDatabase database = emulator.newDatabase(dialect);
    database.changeSchema(Gaps.setup(dialect));

    assertThat(Gaps.probes(dialect))
        .allSatisfy(
            probe -> {
              HeldStatement held = gaps.hold(probe);
              if (!held.isLeftOut()) {
                assertThat(database.changeSchema(held.executed()).rejection())
                    .as(probe + " executed as " + held.executed())
                    .isEmpty();
              }
            });
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLiveSchemaWithEveryGapKeepsEveryTableIndexViewAndStream(Dialect dialect)
      throws IOException {
    List<String> live = live(dialect);
    assertThat(live).hasSize(60);
    ReplayDatabase database = emulator.newDatabase(dialect);
    ReplaySchema schema = new ReplaySchema(dialect, database, gaps(dialect));

    schema.create(BaselineScript.of(dialect, live, BOOKKEEPING), Optional.empty());

    Set<String> allowed = new TreeSet<>(Gaps.all(dialect).names());
    allowed.add("depends on what is left out");
    assertThat(schema.incomplete()).allSatisfy((_, gaps) -> assertThat(allowed).containsAll(gaps));
    List<String> names = new ArrayList<>(objects(dialect, live));
    names.removeIf(name -> LEFT_OUT.contains(name) || name.contains("changelog"));
    assertThat(objects(dialect, database.definition())).containsExactlyInAnyOrderElementsOf(names);
  }

  private static final Set<String> LEFT_OUT =
      Set.of("productvectors", "discounted", "product_vectors", "product_search");

  @Test
  void aRejectedStatementIsLeftOutWithWhatDependsOnIt() {
    ReplayDatabase database = emulator.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    ReplaySchema schema =
        new ReplaySchema(Dialect.GOOGLE_STANDARD_SQL, database, gaps(Dialect.GOOGLE_STANDARD_SQL));
    String odd = "CREATE TABLE Odd (A INT64 TEMPERATURE COLD) PRIMARY KEY (A)";
    String child = "CREATE TABLE Child (A INT64) PRIMARY KEY (A), INTERLEAVE IN PARENT Odd";
    String index = "CREATE INDEX OddIndex ON Odd (A)";
    String view = "CREATE VIEW OddView SQL SECURITY INVOKER AS SELECT o.A FROM `Odd` AS o";
    String second = "CREATE VIEW Second SQL SECURITY INVOKER AS SELECT v.A FROM OddView AS v";
    String good = "CREATE TABLE Good (A INT64) PRIMARY KEY (A)";

    schema.create(
        BaselineScript.of(
            Dialect.GOOGLE_STANDARD_SQL,
            List.of(odd, child, index, view, second, good, "CREATE UNHEARD OF THING"),
            Set.of()),
        Optional.empty());

    assertThat(objects(Dialect.GOOGLE_STANDARD_SQL, database.definition())).containsExactly("good");
    assertThat(schema.incomplete().keySet())
        .containsExactlyInAnyOrder(odd, child, index, view, second, "CREATE UNHEARD OF THING");
    assertThat(schema.incomplete().get(child)).containsExactly("depends on what is left out");
    assertThat(schema.incomplete().get(odd))
        .singleElement()
        .asString()
        .endsWith("Expecting ')' but found 'TEMPERATURE'");
    assertThat(schema.hold("ALTER TABLE Odd ADD COLUMN B INT64", Optional.empty()).isLeftOut())
        .isTrue();
  }

  @Test
  void aProtoBundleNeedsItsDescriptorsAndTablesNeedTheBundle() {
    List<String> live =
        List.of(
            "CREATE TABLE T (A INT64, B `shop.Order`) PRIMARY KEY (A)",
            "CREATE PROTO BUNDLE (`shop.Order`, shop.Line)",
            "CREATE TABLE U (A INT64, B shop.Line) PRIMARY KEY (A)",
            "CREATE TABLE V (A INT64) PRIMARY KEY (A)");
    BaselineScript script = BaselineScript.of(Dialect.GOOGLE_STANDARD_SQL, live, Set.of());
    Gaps gaps = gaps(Dialect.GOOGLE_STANDARD_SQL);
    ReplayDatabase without = emulator.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    ReplaySchema incomplete = new ReplaySchema(Dialect.GOOGLE_STANDARD_SQL, without, gaps);

    incomplete.create(script, Optional.empty());

    assertThat(objects(Dialect.GOOGLE_STANDARD_SQL, without.definition())).containsExactly("v");
    assertThat(incomplete.incomplete())
        .containsEntry(live.get(1), List.of("proto bundle without descriptors"))
        .hasSize(3);

    ReplayDatabase with = emulator.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    ReplaySchema whole = new ReplaySchema(Dialect.GOOGLE_STANDARD_SQL, with, gaps);
    whole.create(script, Optional.of(new ProtoDescriptors(Descriptors.of("Order", "Line"))));

    assertThat(whole.incomplete()).isEmpty();
    assertThat(objects(Dialect.GOOGLE_STANDARD_SQL, with.definition()))
        .containsExactlyInAnyOrder("t", "u", "v");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aTableThatNoStreamWatchesAnyMoreIsDropped(Dialect dialect) {
    ReplayDatabase database = emulator.newDatabase(dialect);
    ReplaySchema schema = new ReplaySchema(dialect, database, gaps(dialect));
    boolean google = dialect == Dialect.GOOGLE_STANDARD_SQL;
    String columns =
        google ? " (a INT64, b INT64) PRIMARY KEY (a)" : " (a bigint PRIMARY KEY, b bigint)";
    database.changeSchema(
        List.of(
            "CREATE TABLE t" + columns,
            "CREATE TABLE u" + columns,
            "CREATE CHANGE STREAM s FOR t(b), u",
            "CREATE CHANGE STREAM w FOR ALL"));
    HeldStatement drop = schema.hold("DROP TABLE t", Optional.empty());

    assertThat(schema.execute(drop, Optional.empty()).map(Rejection::message).orElse(""))
        .contains("is tracked by 1 Change Stream: s");
    database.changeSchema(List.of("ALTER CHANGE STREAM s SET FOR u"));

    assertThat(schema.execute(drop, Optional.empty())).isEmpty();
    assertThat(objects(dialect, database.definition())).containsExactlyInAnyOrder("u", "s", "w");
  }

  private Gaps gaps(Dialect dialect) {
    return Gaps.probe(dialect, emulator.newDatabase(dialect));
  }

  private static List<String> objects(Dialect dialect, List<String> definition) {
    Set<String> kinds =
        Set.of("table", "index", "search index", "vector index", "view", "change stream");
    return definition.stream()
        .map(statement -> new DdlText(dialect, statement).head())
        .filter(head -> head.verb().equals("create") && kinds.contains(head.type()))
        .map(head -> head.name())
        .toList();
  }

  private static List<String> live(Dialect dialect) throws IOException {
    String name = dialect == Dialect.GOOGLE_STANDARD_SQL ? "googlesql" : "postgresql";
    try (InputStream file =
        ReplaySchemaIT.class.getResourceAsStream("/preview/live." + name + ".sql")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(";\\n"));
    }
  }
}
