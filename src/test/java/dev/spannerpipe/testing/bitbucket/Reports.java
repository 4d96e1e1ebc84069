package dev.spannerpipe.testing.bitbucket;

import static dev.spannerpipe.testing.bitbucket.Rules.require;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The Code Insights reports of a repository's commits, and the rules that Bitbucket has for them.
final class Reports {
  private static final int MOST = 1000;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,450}");

  private final Path repository;
  private final Map<String, JsonObject> reports = new TreeMap<>();
  private final Map<String, Map<String, JsonObject>> annotations = new HashMap<>();

  /// What was posted since the report was put, by external id.
  private final Map<String, Map<String, JsonObject>> round = new HashMap<>();

  Reports(Path repository) {
    this.repository = repository;
  }

  Map<String, JsonObject> all() {
    return new TreeMap<>(reports);
  }

  Map<String, JsonObject> annotations(String report) {
    return new LinkedHashMap<>(annotations.getOrDefault(report, Map.of()));
  }

  /// Answers a request to a report.
  ///
  /// @param key the commit and the id
  JsonElement report(String key, Asked asked) {
    String id = key.substring(key.indexOf('/') + 1);
    require(ID.matcher(id).matches(), "%s is not an id.".formatted(id));
    return switch (asked.method()) {
      case "PUT" -> put(key, id, Rules.parsed(asked));
      case "DELETE" -> {
        annotations.remove(key);
        round.remove(key);
        if (reports.remove(key) == null) {
          throw Rejection.usual(404, "No report with this id.");
        }
        yield new JsonObject();
      }
      default -> throw Rejection.problem(405, asked.method() + " of a report.");
    };
  }

  private JsonObject put(String key, String id, JsonElement body) {
    require(body instanceof JsonObject, "A report is an object.");
    JsonObject report = body.getAsJsonObject();
    Rules.onlyKnown(
        report,
        Set.of(
            "external_id",
            "title",
            "details",
            "report_type",
            "reporter",
            "result",
            "link",
            "logo_url",
            "remote_link_enabled",
            "data"));
    Rules.text(report, "title", 450);
    Rules.text(report, "details", 2000);
    Rules.optional(report, "reporter", 450);
    Rules.oneOf(report, "report_type", true, Set.of("SECURITY", "COVERAGE", "TEST", "BUG"));
    Rules.oneOf(report, "result", false, Set.of("PASSED", "FAILED", "PENDING"));
    Rules.absoluteAddress(report, "link");
    Rules.absoluteAddress(report, "logo_url");
    require(
        !report.has("external_id") || report.get("external_id").getAsString().equals(id),
        "external_id is not the id of the address.");
    require(
        !report.has("remote_link_enabled")
            || (report.get("remote_link_enabled") instanceof JsonPrimitive flag
                && flag.isBoolean()),
        "remote_link_enabled is not a boolean.");
    if (report.has("data")) {
      require(report.get("data") instanceof JsonArray, "data is not an array.");
      require(report.getAsJsonArray("data").size() <= 10, "More than 10 data fields.");
      report.getAsJsonArray("data").forEach(Reports::checkData);
    }
    reports.put(key, report);
    round.put(key, new HashMap<>());
    return report;
  }

  private static void checkData(JsonElement element) {
    require(element instanceof JsonObject, "A data field is an object.");
    JsonObject field = element.getAsJsonObject();
    Rules.onlyKnown(field, Set.of("title", "type", "value"));
    Rules.text(field, "title", 450);
    Rules.oneOf(
        field,
        "type",
        true,
        Set.of("BOOLEAN", "DATE", "DURATION", "LINK", "NUMBER", "PERCENTAGE", "TEXT"));
    require(field.has("value"), "value is missing.");
    require(
        fits(field.get("type").getAsString(), field.get("value")),
        "%s is not a value of type %s."
            .formatted(field.get("value"), field.get("type").getAsString()));
  }

  private static boolean fits(String type, JsonElement value) {
    return switch (type) {
      case "BOOLEAN" -> value instanceof JsonPrimitive flag && flag.isBoolean();
      case "TEXT" -> value instanceof JsonPrimitive text && text.isString();
      case "LINK" ->
          value instanceof JsonObject link
              && link.has("text")
              && link.has("href")
              && Rules.isAbsolute(link.get("href").getAsString());
      case "PERCENTAGE" ->
          isNumber(value) && value.getAsDouble() >= 0 && value.getAsDouble() <= 100;
      default -> isNumber(value);
    };
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive number && number.isNumber();
  }

  /// Answers a request to the annotations of a report.
  JsonElement annotations(String key, Asked asked) {
    if (!asked.method().equals("POST")) {
      throw Rejection.problem(405, asked.method() + " of annotations.");
    }
    if (!reports.containsKey(key)) {
      throw Rejection.problem(404, "No report with this id.");
    }
    JsonElement body = Rules.parsed(asked);
    require(body instanceof JsonArray array && !array.isEmpty(), "Annotations are an array.");
    JsonArray batch = body.getAsJsonArray();
    require(batch.size() <= 100, "Bulk upload supports a maximum of /100 annotations.");
    Map<String, JsonObject> added = new LinkedHashMap<>();
    batch.forEach(
        element -> {
          JsonObject annotation = checked(element);
          String id = annotation.get("external_id").getAsString();
          require(added.put(id, annotation) == null, "external_id %s occurs twice.".formatted(id));
          JsonObject before = round.getOrDefault(key, Map.of()).get(id);
          require(
              before == null || before.equals(annotation),
              "external_id %s is taken.".formatted(id));
        });
    Map<String, JsonObject> all = annotations.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    round.computeIfAbsent(key, _ -> new HashMap<>()).putAll(added);
    Map<String, JsonObject> together = new LinkedHashMap<>(all);
    together.putAll(added);
    require(together.size() <= MOST, "A report has at most %d annotations.".formatted(MOST));
    all.putAll(added);
    return batch;
  }

  private JsonObject checked(JsonElement element) {
    require(element instanceof JsonObject, "An annotation is an object.");
    JsonObject annotation = element.getAsJsonObject();
    Rules.onlyKnown(
        annotation,
        Set.of(
            "external_id",
            "annotation_type",
            "summary",
            "details",
            "path",
            "line",
            "result",
            "severity",
            "link"));
    Rules.text(annotation, "external_id", 450);
    Rules.oneOf(annotation, "annotation_type", true, Set.of("VULNERABILITY", "CODE_SMELL", "BUG"));
    Rules.text(annotation, "summary", 450);
    Rules.optional(annotation, "details", 2000);
    Rules.oneOf(annotation, "result", false, Set.of("PASSED", "FAILED", "SKIPPED", "IGNORED"));
    Rules.oneOf(annotation, "severity", false, Set.of("CRITICAL", "HIGH", "MEDIUM", "LOW"));
    Rules.absoluteAddress(annotation, "link");
    if (annotation.has("path")) {
      String path = Rules.text(annotation, "path", 2000);
      require(isFile(path), "%s is not a file of the repository.".formatted(path));
    }
    if (annotation.has("line")) {
      require(annotation.has("path"), "line without path.");
      require(
          isNumber(annotation.get("line"))
              && annotation.get("line").getAsString().matches("[1-9][0-9]{0,8}"),
          "line %s is not a line.".formatted(annotation.get("line")));
    }
    return annotation;
  }

  private boolean isFile(String path) {
    try {
      Path relative = Path.of(path);
      return !relative.isAbsolute()
          && relative.normalize().toString().equals(path)
          && !relative.startsWith("..")
          && Files.isRegularFile(repository.resolve(relative));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
