package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
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

    Event event =
        log.add(
            EventName.STATEMENT_COMMITTED,
            Event.Outcome.SUCCEEDED,
            Instant.parse("2026-11-22T05:31:16Z"),
            Json.object()
                .with("changeSet", "schema/001.sql::création::alice")
                .with("line", 12)
                .with("statement", "CREATE TABLE \"T\" (\n\tA INT64\u0001)"));

    assertThat(event.line())
        .isEqualTo(
            "{\"buildUrl\":\"https://bitbucket.org/team/shop/pipelines/results/7\","
                + "\"commit\":\"c0ffee\","
                + "\"detail\":{\"changeSet\":\"schema/001.sql::création::alice\",\"line\":12,\"statement\":\"CREATE TABLE \\\"T\\\" (\\n\\tA INT64\\u0001)\"},"
                + "\"endedAt\":\"2026-11-22T05:31:16.500Z\","
                + "\"hash\":\"472d8b5ae848ee785e0ac8ae8eb214bd158007817ac9877ad99bb2c85edab48f\","
                + "\"identity\":{\"serviceAccount\":\"deploy@shop.iam.gserviceaccount.com\"},"
                + "\"name\":\"statementCommitted\","
                + "\"outcome\":\"succeeded\","
                + "\"previousHash\":\"0000000000000000000000000000000000000000000000000000000000000000\","
                + "\"runId\":\"20261122T053116Z-4f2a9c1d\",\"sequence\":1,"
                + "\"startedAt\":\"2026-11-22T05:31:16Z\","
                + "\"subject\":{\"environment\":\"production\",\"repository\":\"team/shop\"},"
                + "\"target\":\"projects/shop/instances/main/databases/orders\"}");
    assertThat(event.hash())
        .isEqualTo("472d8b5ae848ee785e0ac8ae8eb214bd158007817ac9877ad99bb2c85edab48f");
  }

  @Test
  void neverChangesTheHashOfALink() {
    assertThat(Chain.link(1, Chain.GENESIS, "run-a", 5, "ab".repeat(32)))
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
