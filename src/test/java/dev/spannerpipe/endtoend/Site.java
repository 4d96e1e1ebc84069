package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Durations;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A database with a repository beside it, and the variables that bring the pipe to both.
///
/// @param address the `host:port` of the server to use
/// @param folder where the repository is
record Site(TestDatabase database, String address, Path folder) {
  private static final Pattern RUN_ID = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
  private static final String PIPELINE = "{5b1f3a44-0000-4000-8000-000000000001}";

  /// Makes a new database behind this server.
  static Site create(String address, Path folder, String changelog) {
    return create(address, folder, changelog, Dialect.GOOGLE_STANDARD_SQL);
  }

  /// Makes a new database of this dialect behind this server.
  static Site create(String address, Path folder, String changelog, Dialect dialect) {
    Site site = new Site(EmulatorServer.running().newDatabase(dialect), address, folder);
    site.changelog("changelog.sql", changelog);
    return site;
  }

  /// Writes a changelog.
  void changelog(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text, UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the variables of one run of a step. A run with a higher number takes the lease of one
  /// with a lower over at once.
  Map<String, String> variables(int stepRunNumber) {
    Map<String, String> variables = new HashMap<>();
    variables.put("BITBUCKET_CLONE_DIR", folder.toString());
    variables.put("BITBUCKET_PIPELINE_UUID", PIPELINE);
    variables.put("BITBUCKET_STEP_RUN_NUMBER", String.valueOf(stepRunNumber));
    variables.put("PROJECT", database.project());
    variables.put("SPANNER_INSTANCE", database.instance());
    variables.put("SPANNER_DATABASE", database.name());
    variables.put("SPANNER_ENDPOINT", "http://" + address);
    variables.put("CHANGELOG_FILE", "changelog.sql");
    // What the failing statement narrows is not there yet when the first run asks for permission.
    variables.put("ALLOW_DESTRUCTIVE", "true");
    return variables;
  }

  /// Returns the variables of a run of some other pipeline, in a folder of its own.
  Map<String, String> variablesOfOther(int number) {
    Map<String, String> variables = variables(1);
    variables.put("BITBUCKET_PIPELINE_UUID", PIPELINE.replace("5b1f", "6c%02x".formatted(number)));
    variables.put("OUTPUT_DIR", folder.resolve("output-" + number).toString());
    return variables;
  }

  /// Moves the time until which a partitioned update may still be sent into the past, as if it had
  /// passed.
  void letPartitionedDeadlinePass() {
    if (!database
        .rows("SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'SPANNER_PIPE_INTENT'")
        .isEmpty()) {
      database.update(
          "UPDATE SPANNER_PIPE_INTENT SET Deadline = CreatedAt"
              + " WHERE Kind = 'PARTITIONED' AND State = 'OPEN'");
    }
  }

  /// Moves the end of the lease into the past, as if its time had passed.
  void letLeaseExpire() {
    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET ExpiresAt = TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1"
            + " SECOND) WHERE RunId IS NOT NULL");
  }

  /// Returns what a run printed, with names in place of all that differs from one time to the next:
  /// times, digests, the database, the version, and run ids, which are counted in the order of
  /// their appearance.
  String told(Result ended) {
    Map<String, String> names = new HashMap<>();
    String text =
        Durations.masked(ended.output())
            .replace(database.resourceName(), "<database>")
            .replace("http://" + address, "<spanner>")
            .replaceAll("( to )" + Pattern.quote(database.name()) + "(?= in <| \\(<)", "$1<name>")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
            .replaceAll("\\b[0-9a-f]{64}\\b", "<digest>")
            .replaceAll("INFO: spanner-pipe [^ :]+: ", "INFO: spanner-pipe <version>: ");
    return RUN_ID
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    names.computeIfAbsent(found.group(), _ -> "<run " + (names.size() + 1) + ">")));
  }
}
