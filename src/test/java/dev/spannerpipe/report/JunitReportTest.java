package dev.spannerpipe.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.StateEvent.StateExited;
import dev.spannerpipe.record.StateEvent.StateFailed;
import dev.spannerpipe.record.StateEvent.StatePlace;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitReportTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final List<ChangeSetId> PENDING =
      List.of(id("one"), id("two"), id("three"), id("four"));

  private final RunLog log =
      new RunLog(
          new RunContext("run", "apply", "0.1.0", Map.of(), Map.of(), "t", null, null),
          InstantSource.fixed(NOON));

  @TempDir private Path home;

  @Test
  void hasACaseForEachChangeSet() {
    statement("one", 1_000);
    statement("one", 250);
    recorded("one");
    log.add(Outcome.SKIPPED, new ChangeSetSkipped(changeSet("two"), "no table"));
    failed("three", "Duplicate name in schema: T.");
    ended("It failed");

    Path file =
        JunitReport.write(
            OutputDirectory.open(home, new CloneDirectory(home)), "orders", PENDING, log.events());

    assertThat(file)
        .hasFileName("spanner-pipe-orders.xml")
        .hasContent(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="spanner-pipe orders" tests="4" failures="1" errors="0" skipped="2" \
            time="1.250">
              <testcase classname="a.sql" name="one (alice)" time="1.250"/>
              <testcase classname="a.sql" name="two (alice)">
                <skipped message="no table"/>
              </testcase>
              <testcase classname="a.sql" name="three (alice)">
                <failure message="Duplicate name in schema: T.">a.sql:9&#10;CREATE TABLE T \
            (&#10;  A INT64&#10;)</failure>
              </testcase>
              <testcase classname="a.sql" name="four (alice)">
                <skipped message="Not reached: it is still pending"/>
              </testcase>
            </testsuite>
            """);
  }

  @Test
  void takesTheLastWordAboutAChangeSet() {
    failed("one", "busy");
    statement("one", 100);
    recorded("one");
    statement("two", 200);

    assertThat(JunitReport.xml("orders", PENDING.subList(0, 2), log.events()))
        .contains(
            """
              <testcase classname="a.sql" name="one (alice)" time="0.100"/>
              <testcase classname="a.sql" name="two (alice)" time="0.200">
                <skipped message="Not reached: it is still pending"/>
            """);
  }

  @Test
  void countsAHaltingPreconditionAsAFailure() {
    log.add(new PreconditionChecked(changeSet("one"), "run", "only a warning"));
    log.add(new PreconditionChecked(changeSet("two"), "halt", "no such table"));

    assertThat(JunitReport.xml("orders", PENDING.subList(0, 2), log.events()))
        .contains(
            "<skipped message=\"Not reached: it is still pending\"/>",
            "<failure message=\"no such table\"></failure>");
  }

  @Test
  void saysWhyARunFailedThatReachedNoChangeSet() {
    ended("Lease held");

    assertThat(JunitReport.xml("orders", List.of(), log.events()))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="spanner-pipe orders" tests="1" failures="1" errors="0" skipped="0">
              <testcase classname="spanner-pipe" name="run">
                <failure message="Lease held"></failure>
              </testcase>
            </testsuite>
            """);
  }

  @Test
  void isValidXmlForAnyText() throws Exception {
    String wild = "<&>\"' ]]> \u0000\u0001\u001b\u0085\uFFFE\uD800 \uD83D\uDE00 \t\r\n";
    failed(wild, wild);

    String xml = JunitReport.xml(wild, List.of(), log.events());

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    Element failure = (Element) document.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message"))
        .isEqualTo("<&>\"' ]]> \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD \uD83D\uDE00 \t\r\n");
  }

  @Test
  void hasACaseForEachStateOfTheWorkflow() {
    log.add(exited("Deploy > Canary", 1_500));
    log.add(exited("Deploy > Canary", 500));
    log.add(
        Outcome.FAILED,
        new StateFailed(
            state("Announce"), "Lambda.Unknown", "no capacity", false, null, null, null));
    ended("It failed");

    String xml = JunitReport.xml("orders", List.of(), log.events());

    assertThat(xml)
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="spanner-pipe orders" tests="2" failures="1" errors="0" skipped="0" \
            time="2.000">
              <testcase classname="shop-a1" name="Deploy &gt; Canary" time="2.000"/>
              <testcase classname="shop-a1" name="Announce">
                <failure message="Lambda.Unknown">no capacity</failure>
              </testcase>
            </testsuite>
            """);
  }

  private static StateExited exited(String path, long millis) {
    return new StateExited(state(path), "Task", millis, null, null);
  }

  private static StatePlace state(String path) {
    return new StatePlace("shop-a1", 0, path);
  }

  private void statement(String id, long milliseconds) {
    log.add(
        Outcome.SUCCEEDED,
        NOON.minusMillis(milliseconds),
        new StatementCommitted(place(id), NOON, null, null));
  }

  private void failed(String id, String reason) {
    log.add(Outcome.FAILED, new StatementFailed(place(id), reason));
  }

  private static StatementPlace place(String id) {
    return new StatementPlace(
        changeSet(id), "a.sql", 9, null, "DDL", "CREATE TABLE T (\n  A INT64\n)");
  }

  private void recorded(String id) {
    log.add(new ChangeSetRecorded(changeSet(id), "EXECUTED", 1, null));
  }

  private void ended(String message) {
    log.add(Outcome.FAILED, new RunEnded(5, message));
  }

  private static String changeSet(String id) {
    return id(id).toString();
  }

  private static ChangeSetId id(String id) {
    return new ChangeSetId("a.sql", id, "alice");
  }
}
