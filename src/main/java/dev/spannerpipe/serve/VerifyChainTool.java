package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.RecordLines;
import dev.spannerpipe.record.StoredEvent;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks the hash chain of each run in a record.
final class VerifyChainTool extends Tool {
  private static final Argument EXPECT_HEAD =
      new Argument(
          "expect_head",
          false,
          false,
          "A record head (64 hexadecimal digits) from the log of a run, which the record must"
              + " contain.");

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "verify_chain",
          "Verify a record",
          "Checks the SHA-256 chain of each run in the record (record.jsonl) of a folder, and names"
              + " each line that breaks it. The file alone does not show whether the last events of"
              + " a run were removed: give the head that the log of the run shows.",
          List.of(Argument.FOLDER, EXPECT_HEAD, Argument.OFFSET));

  private final OutputFolders folders;

  VerifyChainTool(OutputFolders folders) {
    super(DEFINITION);
    this.folders = folders;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    Check check =
        new Check(
            arguments.find(EXPECT_HEAD).map(head -> head.toLowerCase(Locale.ROOT)).orElse(null));
    folders.record(arguments.text(Argument.FOLDER), check::add);
    return new Answer(
        check.facts().with("folder", arguments.text(Argument.FOLDER)),
        check.findings,
        arguments.offset());
  }

  /// The state of a check.
  private static final class Check {
    private static final int MOST_FINDINGS = 10_000;

    private final @Nullable String expectedHead;
    private final List<JsonObject> findings = new ArrayList<>();
    private final Map<String, StoredEvent> last = new TreeMap<>();
    private @Nullable String place;
    private long lines;
    private long broken;

    Check(@Nullable String expectedHead) {
      this.expectedHead = expectedHead;
    }

    void add(RecordLines.Line line) {
      lines++;
      for (String finding : line.findings()) {
        broken++;
        if (findings.size() < MOST_FINDINGS) {
          findings.add(
              Json.object()
                  .with("line", line.number())
                  .with("runId", line.runId().isEmpty() ? null : line.runId())
                  .with("finding", finding));
        }
      }
      line.event()
          .ifPresent(
              event -> {
                last.put(line.runId(), event);
                if (event.hash().toLowerCase(Locale.ROOT).equals(expectedHead)) {
                  place = "line %d: event %d".formatted(line.number(), event.sequence());
                }
              });
    }

    JsonObject facts() {
      List<Json> heads = new ArrayList<>();
      last.forEach(
          (runId, event) ->
              heads.add(
                  Json.object()
                      .with("runId", runId)
                      .with("events", event.sequence())
                      .with("head", event.hash())));
      JsonObject facts =
          Json.object()
              .with(
                  "holds", new JsonBoolean(broken == 0 && (expectedHead == null || place != null)))
              .with("lines", lines)
              .with("runs", new JsonArray(heads))
              .with("findings", broken);
      return expectedHead == null
          ? facts
          : facts.with(
              "expectedHead",
              place == null
                  ? "No event has this hash, so events were removed or changed, or the head belongs"
                      + " to another record."
                  : "It is the hash of " + place + ".");
    }
  }
}
