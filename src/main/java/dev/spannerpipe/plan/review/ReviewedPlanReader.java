package dev.spannerpipe.plan.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.text.SafeText;
import dev.spannerpipe.text.Sha256;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the reviewed plan. Throws a [ConfigurationFailure] if the file is not a `plan.json` of
/// this version, and a [BlockedFailure] if it belongs to another database or contradicts itself.
public final class ReviewedPlanReader {
  /// The maximum size of the file in bytes.
  static final int MOST_BYTES = 50_000_000;

  /// The maximum number of characters of a path that messages show.
  private static final int LONGEST_PATH = 200;

  private static final String SAME_VERSION =
      "Make the plan with the version of the pipe that applies it, and set PLAN_FILE to its plan.json";

  private final InputFile file;
  private final String path;

  private ReviewedPlanReader(InputFile file) {
    this.file = file;
    this.path = file.checkout().relative(file.path());
  }

  /// Returns the reviewed plan; empty if none is named.
  ///
  /// @param database the full name of the run's database
  public static Optional<ReviewedPlan> read(ReviewedPlanSettings settings, String database) {
    return settings
        .file()
        .map(file -> new ReviewedPlanReader(file).read(settings.sha256(), database))
        .or(() -> settings.sha256().map(ReviewedPlan::ofDigest));
  }

  private ReviewedPlan read(Optional<String> pinned, String database) {
    JsonObject json = json();
    checkFormat(json);
    JsonObject digested = digested(json);
    String stated = stated(json);
    String sha256 = Sha256.of(digested.canonical());
    checkDatabase(json, database);
    if (stated.equals(sha256)) {
      checkShown(json, digested);
    }
    // An edited file is rejected with the plan of this run, which shows what was edited.
    pinned
        .filter(pin -> stated.equals(sha256) && !pin.equals(sha256))
        .ifPresent(pin -> refuseTwoPlans(pin, sha256));
    return new ReviewedPlan(
        sha256, Optional.of(new ReviewedPlan.File(path, stated, digested, places(json))));
  }

  private JsonObject json() {
    try {
      return Json.parseStrictObject(text(file.read(MOST_BYTES)));
    } catch (JsonException problem) {
      throw unreadable(String.valueOf(problem.getMessage())).causedBy(problem);
    } catch (NoSuchFileException missing) {
      throw unreadable("there is no such file").causedBy(missing);
    } catch (IOException problem) {
      throw unreadable(CloneDirectory.reason(problem)).causedBy(problem);
    }
  }

  /// Decodes without a second copy of the whole text in memory, which a strict decoder would make.
  private static String text(byte[] bytes) throws IOException {
    String text = new String(bytes, UTF_8);
    if (!Arrays.equals(text.getBytes(UTF_8), bytes)) {
      throw new IOException("it is not in UTF-8");
    }
    return text;
  }

  private void checkFormat(JsonObject json) {
    if (!new JsonNumber(PlanDocument.FORMAT).equals(json.values().get("format"))) {
      throw json.find("format")
          .map(
              format ->
                  unreadable(
                      "its format is %s, but this version reads only format %d"
                          .formatted(SafeText.line(format.plain(), 20), PlanDocument.FORMAT),
                      SAME_VERSION))
          .orElseGet(() -> unreadable("it has no member format, so it is not a plan.json"));
    }
  }

  private JsonObject digested(JsonObject json) {
    return switch (json.values().get("digested")) {
      case JsonObject digested -> digested;
      case JsonNull _ ->
          throw unreadable(
              "its member digested is null, because a secret had to be removed from it",
              "Review the plan, and set PLAN_SHA256 to its digest instead of PLAN_FILE");
      case null, default ->
          throw unreadable(
              "it has no member digested, so another version of the pipe wrote it", SAME_VERSION);
    };
  }

  private String stated(JsonObject json) {
    if (json.values().get("sha256") instanceof JsonString(String sha256)) {
      return sha256;
    }
    throw unreadable("it has no member sha256, so it is not a plan.json");
  }

  /// Rejects a file that shows people other statements than those that the digest covers.
  private void checkShown(JsonObject json, JsonObject digested) {
    ShownChangeSets.firstContradiction(json, digested)
        .ifPresent(
            changeSet -> {
              throw new BlockedFailure(
                  "Could not apply the plan: the reviewed plan %s (PLAN_FILE) was edited after it was written: its member pending shows change set %s differently from its member digested"
                      .formatted(path, SafeText.line(changeSet.toString(), LONGEST_PATH)),
                  "Set PLAN_FILE to a plan.json as COMMAND=preview or COMMAND=status wrote it");
            });
  }

  private void checkDatabase(JsonObject json, String database) {
    if (!json.values().containsKey("database")) {
      throw unreadable("it has no member database, so it is not a plan.json");
    }
    json.find("database")
        .map(Json::plain)
        .filter(other -> !other.equals(database))
        .ifPresent(
            other -> {
              throw new BlockedFailure(
                  "Could not apply the plan: the reviewed plan %s (PLAN_FILE) is for the database %s, but this run is for %s"
                      .formatted(path, SafeText.line(other, LONGEST_PATH), database),
                  "Set PLAN_FILE to the plan.json that was made for this database");
            });
  }

  private void refuseTwoPlans(String pin, String sha256) {
    throw new ConfigurationFailure(
        "PLAN_FILE and PLAN_SHA256 name two plans: the digest of %s is %s, and PLAN_SHA256 is %s"
            .formatted(path, sha256, pin),
        "Remove one of them, or take both from the same review");
  }

  private static Map<ChangeSetId, String> places(JsonObject json) {
    Map<ChangeSetId, String> places = new HashMap<>();
    DigestedPlan.list(
            json,
            "pending",
            pending ->
                Map.entry(
                    DigestedPlan.identity(pending),
                    new SourceLocation(
                            SafeText.line(DigestedPlan.text(pending, "file"), LONGEST_PATH),
                            line(pending))
                        .toString()))
        .forEach(entry -> places.putIfAbsent(entry.getKey(), entry.getValue()));
    return places;
  }

  private static int line(JsonObject pending) {
    return pending.values().get("line") instanceof JsonNumber(long line)
        ? Math.clamp(line, 0, Integer.MAX_VALUE)
        : 0;
  }

  private ConfigurationFailure unreadable(String why) {
    return unreadable(
        why, "Set PLAN_FILE to a plan.json that COMMAND=preview or COMMAND=status wrote");
  }

  private ConfigurationFailure unreadable(String why, String action) {
    return new ConfigurationFailure(
        "Could not read the reviewed plan %s (PLAN_FILE): %s".formatted(path, why), action);
  }
}
