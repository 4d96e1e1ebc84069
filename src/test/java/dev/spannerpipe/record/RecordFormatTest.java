package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pins the record's format: what was written by one version is checked by all later ones.
class RecordFormatTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T05:31:16.5Z"));

  @Test
  void neverChangesTheLineOfAnEventNorItsHash() {
    RunLog log = new RunLog(context(), CLOCK);

    RecordedEvent event =
        log.add(
            Outcome.SUCCEEDED,
            Instant.parse("2026-11-22T05:31:16Z"),
            new StatementFailed(
                new StatementPlace(
                    "schema/001.sql::création::alice",
                    "schema/001.sql",
                    12,
                    null,
                    "DDL",
                    "CREATE TABLE \"T\" (\n\tA INT64\u0001)"),
                "no"));

    assertThat(event.line())
        .isEqualTo(
            "{\"buildUrl\":\"https://bitbucket.org/team/shop/pipelines/results/7\","
                + "\"commit\":\"c0ffee\","
                + "\"detail\":{\"changeSet\":\"schema/001.sql::création::alice\",\"file\":\"schema/001.sql\",\"kind\":\"DDL\",\"line\":12,\"reason\":\"no\",\"statement\":\"CREATE TABLE \\\"T\\\" (\\n\\tA INT64\\u0001)\"},"
                + "\"endedAt\":\"2026-11-22T05:31:16.500Z\","
                + "\"hash\":\"a5421d7b3388f7f667d199c56e013c6be9880944441c7053c46c62552c558dad\","
                + "\"identity\":{\"serviceAccount\":\"deploy@shop.iam.gserviceaccount.com\"},"
                + "\"name\":\"statementFailed\","
                + "\"outcome\":\"succeeded\","
                + "\"previousHash\":\"0000000000000000000000000000000000000000000000000000000000000000\","
                + "\"runId\":\"20261122T053116Z-4f2a9c1d\",\"sequence\":1,"
                + "\"startedAt\":\"2026-11-22T05:31:16Z\","
                + "\"subject\":{\"environment\":\"production\",\"repository\":\"team/shop\"},"
                + "\"target\":\"projects/shop/instances/main/databases/orders\"}");
    assertThat(event.hash())
        .isEqualTo("a5421d7b3388f7f667d199c56e013c6be9880944441c7053c46c62552c558dad");
  }

  @Test
  void neverChangesTheHashOfALink() {
    assertThat(Chain.linkHash(1, Chain.GENESIS, "run-a", 5, "ab".repeat(32)))
        .isEqualTo("6a72c65d9a96fe5cc43807f6710be67959a3bab12511a5b57bf21e2bcb6256f0");
  }

  private static RunContext context() {
    return new RunContext(
        "20261122T053116Z-4f2a9c1d",
        "apply",
        "0.1.0",
        Map.of("repository", "team/shop", "environment", "production"),
        Map.of("serviceAccount", "deploy@shop.iam.gserviceaccount.com"),
        "projects/shop/instances/main/databases/orders",
        "c0ffee",
        "https://bitbucket.org/team/shop/pipelines/results/7");
  }
}
