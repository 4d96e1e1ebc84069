package dev.spannerpipe.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryReportTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final RunRow FINISHED =
      new RunRow(
          "20261122T120000Z-4f2a9c1d",
          "apply",
          "0.1.0",
          "c0ffee0123456789",
          "https://build/7",
          NOON,
          NOON.plusSeconds(65),
          0L,
          "5f".repeat(32),
          3,
          "abc",
          Optional.of(new RunRow.Link(2, 3, "abc", "def", "fed")));
  private static final RunRow KILLED =
      new RunRow(
          "20261122T110000Z-00000000",
          "rollback",
          "0.1.0",
          null,
          null,
          NOON.minusSeconds(3600),
          null,
          null,
          null,
          0,
          "0",
          Optional.empty());

  @Test
  void listsRuns() {
    assertThat(HistoryReport.runs(List.of(FINISHED, KILLED)))
        .isEqualTo(
            """
            RUN                        COMMAND   STARTED               TOOK       EXIT  PLAN          \
            COMMIT        LINK
            20261122T120000Z-4f2a9c1d  apply     2026-11-22T12:00:00Z  1 min 5 s  0     5f5f5f5f5f5f  \
            c0ffee012345  2
            20261122T110000Z-00000000  rollback  2026-11-22T11:00:00Z  -          -     -             \
            -             -
            """);
  }

  @Test
  void saysThatNothingIsRecorded() {
    assertThat(HistoryReport.runs(List.of())).isEqualTo("No run is recorded.\n");
  }

  @Test
  void showsTheStepsOfARun() {
    List<String> lines =
        List.of(
            event("leaseTaken", "succeeded", "{\"epoch\":7}"),
            event("fromTheFuture", "imagined", "{\"x\":1}"),
            event("warning", "succeeded", "\"not an object\""),
            "{torn\n");

    assertThat(HistoryReport.run(FINISHED, lines))
        .endsWith(
            """
            Head: abc (event 3)
            Build: https://build/7

            EVENT  ENDED                 OUTCOME    WHAT
            1      2026-11-22T12:00:00Z  succeeded  Lease taken (epoch 7)
            1      2026-11-22T12:00:00Z  imagined   fromTheFuture {"x":1}
            1      2026-11-22T12:00:00Z  succeeded
            ?      ?                     ?          not an event: {torn
            """);
  }

  @Test
  void showsWhatACheckFound() {
    assertThat(
            HistoryReport.verification(
                new Verification(2, 9, 1, List.of(), Optional.of("event 3 of run a"))))
        .isEqualTo(
            "INFO: Checked runs: 2, events: 9, links: 1; no inconsistencies; "
                + "the expected head is event 3 of run a.\n");
    assertThat(
            HistoryReport.verification(
                new Verification(
                    2, 9, 1, List.of("Event 2 of run a is missing"), Optional.empty())))
        .isEqualTo(
            """
            ERROR: Event 2 of run a is missing.
            ERROR: Checked runs: 2, events: 9, links: 1; inconsistencies: 1.
            """);
  }

  @Test
  void isDataToo() {
    assertThat(
            HistoryDocument.of(
                List.of(FINISHED, KILLED),
                Map.of(FINISHED.runId(), List.of("{\"a\":1}", "{torn")),
                Optional.of(new Verification(2, 9, 1, List.of("x"), Optional.empty()))))
        .isEqualTo(
            Json.parse(
                """
                {"runs": [
                  {"runId": "20261122T120000Z-4f2a9c1d", "command": "apply", "version": "0.1.0",
                   "commit": "c0ffee0123456789", "buildUrl": "https://build/7",
                   "startedAt": "2026-11-22T12:00:00Z", "endedAt": "2026-11-22T12:01:05Z",
                   "exitCode": 0, "planSha256": "%s", "headSequence": 3, "head": "abc",
                   "link": {"number": 2, "sequence": 3, "head": "abc", "previous": "def",
                    "hash": "fed"},
                   "steps": [{"a": 1}, "{torn"]},
                  {"runId": "20261122T110000Z-00000000", "command": "rollback",
                   "version": "0.1.0", "startedAt": "2026-11-22T11:00:00Z", "headSequence": 0,
                   "head": "0"}],
                 "verification": {"holds": false, "runs": 2, "events": 9, "links": 1,
                  "findings": ["x"]}}
                """
                    .formatted("5f".repeat(32))));
  }

  private static String event(String name, String outcome, String detail) {
    return "{\"detail\":%s,\"endedAt\":\"2026-11-22T12:00:00Z\",\"name\":\"%s\",\"outcome\":\"%s\",\"sequence\":1}"
        .formatted(detail, name, outcome);
  }
}
