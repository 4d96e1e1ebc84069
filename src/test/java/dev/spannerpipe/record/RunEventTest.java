package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.AccessEvent.TokenVerified;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.ExecutionEvent.ExecutionProgress;
import dev.spannerpipe.record.LifecycleEvent.Warning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Events as the record holds them.
class RunEventTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  static Stream<RunEvent> all() {
    return SampleEvents.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void areReadAsTheyWereWritten(RunEvent event) {
    JsonObject stored = Json.parseObject(event.toJson().canonical());

    assertThat(RunEvent.parse(event.name(), stored)).contains(event);
    assertThat(stored).isEqualTo(event.toJson());
  }

  @ParameterizedTest
  @MethodSource("all")
  void areReadAlsoWhereALaterVersionAddedMembers(RunEvent event) {
    assertThat(RunEvent.parse(event.name(), event.toJson().with("fromTheFuture", 1)))
        .contains(event);
  }

  @Test
  void areRecordedAlsoWhereASecretOccursInATime() {
    RunLog log =
        new RunLog(
            FakeRecord.context("run"),
            InstantSource.fixed(NOON),
            text -> text.replace("2026", "***"));
    StatementPlace place =
        new StatementPlace("2026.sql::1::ann", "2026.sql", 3, null, "DML", "DELETE FROM T");
    StatementPlace clean =
        new StatementPlace("***.sql::1::ann", "***.sql", 3, null, "DML", "DELETE FROM T");

    RecordedEvent recorded = log.add(new StatementCommitted(place, NOON, null, 5L));

    assertThat(recorded.event()).isEqualTo(new StatementCommitted(clean, NOON, null, 5L));
    assertThat(recorded.content().find("detail")).contains(recorded.event().toJson());
  }

  @Test
  void haveNamesOfTheirOwn() {
    assertThat(SampleEvents.types().stream().map(EventJson::name))
        .hasSize(46)
        .doesNotHaveDuplicates();
  }

  @Test
  void holdTheComponentsOfTheirPartsBesideTheirOwn() {
    StatementPlace place =
        new StatementPlace("a.sql::1::ann", "a.sql", 3, null, "DML", "DELETE FROM T");

    assertThat(new StatementCommitted(place, NOON, null, 5L).toJson())
        .isEqualTo(
            Json.parse(
                """
                {"changeSet": "a.sql::1::ann", "committedAt": "2026-11-22T12:00:00Z",
                 "file": "a.sql", "kind": "DML", "line": 3, "rows": 5,
                 "statement": "DELETE FROM T"}
                """));
  }

  @Test
  void nameTwentyOpenStatesAtMost() {
    List<String> paths = IntStream.rangeClosed(1, 22).mapToObj(String::valueOf).toList();
    JsonObject detail = new ExecutionProgress("shop-a1", 1, OpenStates.of(paths)).toJson();

    assertThat(detail.texts("states")).hasSize(21).endsWith("20", "and 2 more");
    assertThat(new ExecutionProgress("shop-a1", 1, OpenStates.of(List.of())).toJson().canonical())
        .isEqualTo("{\"elapsedMillis\":1,\"execution\":\"shop-a1\",\"states\":null}");
  }

  @Test
  void areNotReadWhereThisVersionDoesNotKnowThem() {
    assertThat(RunEvent.parse("fromTheFuture", Json.object())).isEmpty();
    assertThat(RunEvent.parse("accessEvent", Json.object())).isEmpty();
    assertThat(RunEvent.parse("", Json.object())).isEmpty();
  }

  @Test
  void areReadAsFarAsTheyGoWhereSomebodyChangedThem() {
    assertThat(RunEvent.parse("warning", Json.object())).contains(new Warning(""));
    assertThat(
            RunEvent.parse(
                "warning",
                Json.object()
                    .with("message", new JsonArray(List.of(new JsonNumber(1), Json.object())))))
        .contains(new Warning("1, {}"));
    assertThat(
            RunEvent.parse(
                "planned", Json.object().with("pending", "many").with("sha256", new JsonNumber(7))))
        .contains(new LifecycleEvent.Planned("7", 0, 0, 0, 0, 0));
    assertThat(RunEvent.parse("tokenVerified", Json.object().with("issuedAt", "now"))).isEmpty();
  }

  @Test
  void showListenersNoMoreThanTheRecord() {
    RunLog log =
        new RunLog(
            FakeRecord.context("run"), InstantSource.fixed(NOON), text -> text.replace("key", "*"));

    log.add(new TokenVerified("sha", "issuer", "key", List.of("a", "key"), NOON, NOON));

    assertThat(log.events(TokenVerified.class))
        .containsExactly(new TokenVerified("sha", "issuer", "*", List.of("a", "*"), NOON, NOON));
    assertThat(log.events().getFirst().line()).doesNotContain("key");
  }
}
