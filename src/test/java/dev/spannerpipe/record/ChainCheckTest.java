package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ChainCheckTest {
  private final FakeRecord record = FakeRecord.sample();

  @Test
  void acceptsAnUntouchedRecord() {
    Verification result = ChainCheck.check(record, null);

    assertThat(result.findings()).isEmpty();
    assertThat(result.summary())
        .isEqualTo("Checked runs: 4, events: 16, links: 3; no inconsistencies");
  }

  @Test
  void acceptsAnEmptyRecord() {
    assertThat(ChainCheck.check(new FakeRecord(), null))
        .isEqualTo(new Verification(0, 0, 0, List.of(), Optional.empty()));
  }

  @Test
  void isNotMisledByARunThatGoesOn() {
    record.meanwhile =
        () -> {
          int events = record.lines.getOrDefault("run-e", List.of()).size();
          if (events == 0) {
            record.add("run-e", 3, 0);
          } else if (events < 6) {
            FakeRecord longer = FakeRecord.sample();
            longer.add("run-e", events + 1, events + 1);
            record.rows.put("run-e", longer.rows.get("run-e"));
            record.lines.put("run-e", longer.lines.get("run-e"));
            record.end = longer.end;
          }
        };

    Verification result = ChainCheck.check(record, null);

    assertThat(result.findings()).isEmpty();
    assertThat(result.summary())
        .isEqualTo("Checked runs: 5, events: 22, links: 4; no inconsistencies");
  }

  @TestFactory
  List<DynamicTest> findsEverySingleChange() {
    Map<String, Consumer<FakeRecord>> changes = new LinkedHashMap<>();
    record.lines.forEach((run, lines) -> eventChanges(run, lines.size(), changes));
    record.rows.values().forEach(row -> rowChanges(row, changes));
    assertThat(changes).hasSizeGreaterThan(200);
    return changes.entrySet().stream()
        .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> isFound(change.getValue())))
        .toList();
  }

  private void isFound(Consumer<FakeRecord> change) {
    FakeRecord changed = record.copy();
    change.accept(changed);
    assertThat(ChainCheck.check(changed, null).findings()).isNotEmpty();
  }

  private static void eventChanges(
      String run, int events, Map<String, Consumer<FakeRecord>> changes) {
    for (int i = 0; i < events; i++) {
      int at = i;
      String name = run + " event " + (i + 1);
      changes.put(name + " removed", record -> record.lines.get(run).remove(at));
      changes.put(name + " twice", duplicate(run, at));
      changes.put(name + " replaced by another run's", foreign(run, at));
      changes.put(name + " is not JSON", record -> record.lines.get(run).set(at, "{"));
      changes.put(name + " is empty", record -> record.lines.get(run).set(at, "{}"));
      changes.put(name + " has a space", record -> edit(record, run, at, line -> line + " "));
      memberChanges(name, run, at, changes);
      for (int j = 0; j < i; j++) {
        int other = j;
        changes.put(
            name + " swapped with " + (j + 1),
            record -> Collections.swap(record.lines.get(run), at, other));
      }
    }
    changes.put(run + " without events", record -> record.lines.get(run).clear());
    changes.put(run + " with one more event", record -> appendForged(record, run));
  }

  private static void memberChanges(
      String name, String run, int at, Map<String, Consumer<FakeRecord>> changes) {
    String line = FakeRecord.sample().lines.get(run).get(at);
    for (String member : Json.parseObject(line).values().keySet()) {
      changes.put(
          name + " other " + member,
          record -> edit(record, run, at, old -> with(old, member, new JsonString("forged"))));
      changes.put(
          name + " no " + member, record -> edit(record, run, at, old -> without(old, member)));
      if (!member.equals("hash")) {
        changes.put(
            name + " other " + member + ", hashed anew",
            record ->
                edit(record, run, at, old -> rehash(with(old, member, new JsonString("forged")))));
      }
    }
    changes.put(
        name + " other sequence number, hashed anew",
        record -> edit(record, run, at, old -> rehash(with(old, "sequence", new JsonNumber(77)))));
  }

  private static void rowChanges(RunRow row, Map<String, Consumer<FakeRecord>> changes) {
    String run = row.runId();
    changes.put(
        run + " other head",
        record -> record.rows.put(run, FakeRecord.row(run, row.headSequence(), "f00", row.link())));
    changes.put(
        run + " other head sequence",
        record -> record.rows.put(run, FakeRecord.row(run, 1, row.head(), row.link())));
    changes.put(run + " other commit", record -> record.rows.put(run, withCommit(row)));
    row.link().ifPresent(link -> linkChanges(run, link, changes));
    if (row.link().isPresent()) {
      changes.put(run + " removed", record -> record.rows.remove(run));
      changes.put(run + " rewritten up to its link", record -> rewrite(record, run));
    } else {
      changes.put(run + " linked", record -> record.relink(run, forgedLink(record, row)));
    }
  }

  private static void linkChanges(
      String run, RunRow.Link link, Map<String, Consumer<FakeRecord>> changes) {
    Map<String, RunRow.Link> links = new TreeMap<>();
    long number = link.number();
    long at = link.sequence();
    links.put("number", new RunRow.Link(number + 1, at, link.head(), link.previous(), link.hash()));
    links.put("event", new RunRow.Link(number, at - 1, link.head(), link.previous(), link.hash()));
    links.put("head", new RunRow.Link(number, at, "f00", link.previous(), link.hash()));
    links.put("previous", new RunRow.Link(number, at, link.head(), "f00", link.hash()));
    links.put("hash", new RunRow.Link(number, at, link.head(), link.previous(), "f00"));
    links.put("all", hashed(number, run, at, "f00", link.previous()));
    links.put("number, hashed anew", hashed(number + 1, run, at, link.head(), link.previous()));
    links.put("previous, hashed anew", hashed(number, run, at, link.head(), "f00"));
    links.forEach(
        (what, changed) ->
            changes.put(
                run + " link with other " + what,
                record -> record.relink(run, Optional.of(changed))));
    changes.put(run + " link removed", record -> record.relink(run, Optional.empty()));
    changes.put(
        run + " lease with other end",
        record -> record.end = new RecordReader.ChainEnd(number + 3, link.hash()));
  }

  private static RunRow.Link hashed(
      long number, String run, long sequence, String head, String previous) {
    return new RunRow.Link(
        number, sequence, head, previous, Chain.linkHash(number, previous, run, sequence, head));
  }

  private static Optional<RunRow.Link> forgedLink(FakeRecord record, RunRow row) {
    return Optional.of(
        hashed(
            record.end.links() + 1,
            row.runId(),
            row.headSequence(),
            row.head(),
            record.end.linkHash()));
  }

  private static Consumer<FakeRecord> duplicate(String run, int at) {
    return record -> record.lines.get(run).add(at, record.lines.get(run).get(at));
  }

  private static Consumer<FakeRecord> foreign(String run, int at) {
    String other = run.equals("run-a") ? "run-b" : "run-a";
    return record -> record.lines.get(run).set(at, record.lines.get(other).get(1));
  }

  private static void appendForged(FakeRecord record, String run) {
    List<String> lines = record.lines.get(run);
    String last = lines.getLast();
    String forged = with(last, "sequence", new JsonNumber(lines.size() + 1L));
    String previous = Json.parseObject(last).text("hash").orElseThrow();
    lines.add(rehash(with(forged, "previousHash", new JsonString(previous))));
  }

  /// Rewrites all events with fresh hashes, and the row: only the link can tell.
  private static void rewrite(FakeRecord record, String run) {
    String previous = Chain.GENESIS;
    List<String> forged = new ArrayList<>();
    for (String line : record.lines.get(run)) {
      String changed = with(line, "target", new JsonString("projects/other"));
      changed = rehash(with(changed, "previousHash", new JsonString(previous)));
      previous = Json.parseObject(changed).text("hash").orElseThrow();
      forged.add(changed);
    }
    record.lines.put(run, forged);
    record.rows.put(run, FakeRecord.row(run, forged.size(), previous, record.rows.get(run).link()));
  }

  private static void edit(
      FakeRecord record, String run, int at, java.util.function.UnaryOperator<String> change) {
    record.lines.get(run).set(at, change.apply(record.lines.get(run).get(at)));
  }

  private static String with(String line, String member, Json value) {
    return Json.parseObject(line).with(member, value).canonical();
  }

  private static String without(String line, String member) {
    TreeMap<String, Json> members = new TreeMap<>(Json.parseObject(line).values());
    members.remove(member);
    return new JsonObject(members).canonical();
  }

  private static String rehash(String line) {
    String content = without(line, "hash");
    return with(content, "hash", new JsonString(Chain.hash(Json.parseObject(content))));
  }

  private static RunRow withCommit(RunRow row) {
    return new RunRow(
        row.runId(),
        row.command(),
        row.version(),
        "bad",
        row.buildUrl(),
        row.startedAt(),
        row.endedAt(),
        row.exitCode(),
        row.planSha256(),
        row.headSequence(),
        row.head(),
        row.link());
  }

  @Test
  void namesRunAndEventOfAChange() {
    edit(record, "run-b", 1, line -> with(line, "endedAt", new JsonString("2030-01-01T00:00:00Z")));

    Verification result = ChainCheck.check(record, null);

    assertThat(result.findings())
        .containsExactly("Event 2 of run run-b was changed: its content does not match its hash");
    assertThat(result.summary())
        .isEqualTo("Checked runs: 4, events: 16, links: 3; inconsistencies: 1");
  }

  @Test
  void namesMissingEvents() {
    record.lines.get("run-a").subList(1, 3).clear();

    assertThat(ChainCheck.check(record, null).findings())
        .containsExactly("Events 2 to 3 of run run-a are missing");
  }

  @Test
  void namesAChangeThatWasHashedAnew() {
    edit(
        record,
        "run-c",
        0,
        line -> rehash(with(line, "endedAt", new JsonString("2030-01-01T00:00:00Z"))));

    assertThat(ChainCheck.check(record, null).findings())
        .containsExactly(
            "Event 2 of run run-c does not continue event 1: its previous hash is not the hash of that event");
  }

  @Test
  void namesAMissingLink() {
    record.rows.remove("run-b");

    assertThat(ChainCheck.check(record, null).findings())
        .containsExactly("Link 2 is missing: the next link is 3 (run run-d)");
  }

  @Test
  void saysWhatTheLeaseSays() {
    String last = record.end.linkHash();
    record.end = FakeRecord.NONE;

    assertThat(ChainCheck.check(record, null).findings())
        .containsExactly(
            "According to the lease, the chain ends with link 0, "
                + Chain.GENESIS
                + ", but the last stored link is 3, "
                + last);
  }

  @Test
  void comparesTheRowWithItsEvents() {
    record.rows.put("run-c", withCommit(record.rows.get("run-c")));

    assertThat(ChainCheck.check(record, null).findings())
        .first()
        .isEqualTo("The row of run run-c has the commit bad, but event 1 has c0ffee");
  }

  @Test
  void findsAnExpectedHead() {
    String head = record.rows.get("run-d").head();

    assertThat(ChainCheck.check(record, head.toUpperCase(java.util.Locale.ROOT)).summary())
        .isEqualTo(
            "Checked runs: 4, events: 16, links: 3; no inconsistencies; "
                + "the expected head is event 4 of run run-d");
    assertThat(ChainCheck.check(record, record.end.linkHash()).expectedHead())
        .contains("link 3 (run run-d)");
  }

  @Test
  void needsAnExpectedHeadToFindATailThatWasTakenAway() {
    String head = record.rows.get("run-c").head();
    List<String> lines = record.lines.get("run-c");
    lines.removeLast();
    String shorter = Json.parseObject(lines.getLast()).text("hash").orElseThrow();
    record.rows.put("run-c", FakeRecord.row("run-c", 2, shorter, Optional.empty()));

    assertThat(ChainCheck.check(record, null).findings()).isEmpty();
    assertThat(ChainCheck.check(record, head).findings())
        .containsExactly("No event and no link of this record has the expected head " + head);
  }
}
