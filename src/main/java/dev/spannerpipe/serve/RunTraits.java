package dev.spannerpipe.serve;

import dev.spannerpipe.record.AccessEvent.EndpointOverridden;
import dev.spannerpipe.record.ChangeSetEvent.StatementEvent;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.StoredEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What distinguishes a run from others on the same database: who requested it, as whom it acted,
/// and which kinds of statements it executed. What differs in each run, such as its step, is not
/// among it.
final class RunTraits {
  /// The maximum number of traits of a run.
  private static final int MOST = 500;

  private static final List<String> SUBJECT =
      List.of(
          "issuer",
          "subject",
          "repository",
          "repositoryUuid",
          "environment",
          "environmentUuid",
          "branch");

  private static final List<String> IDENTITY = List.of("serviceAccount", "principal");

  private static final Pattern SCHEMA_CHANGE =
      Pattern.compile(
          "\\s*(CREATE|ALTER|DROP)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|NULL_FILTERED|TEMPORARY)\\s+)*"
              + "((?:(?:CHANGE|SEARCH|VECTOR|PROTO|PROPERTY|LOCALITY)\\s+)?[A-Z]+)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ALTERATION =
      Pattern.compile(
          "\\s*ALTER\\s+[A-Z]+\\s+(?:IF\\s+EXISTS\\s+)?\\S+\\s+(ADD|DROP|ALTER|SET|RENAME)\\b"
              + "(?:\\s+(COLUMN|CONSTRAINT|ROW\\s+DELETION\\s+POLICY|SYNONYM|FOREIGN\\s+KEY)\\b)?.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z]+)\\b.*", Pattern.DOTALL);

  private final Map<Trait, Long> firstEvents = new LinkedHashMap<>();

  /// A property of a run.
  ///
  /// @param kind what is described, such as `branch`
  record Trait(String kind, String value) {}

  /// Adds the traits of the run's next event.
  void add(RunSummary summary, StoredEvent event) {
    SUBJECT.forEach(name -> add(name, summary.subject().get(name), event));
    IDENTITY.forEach(name -> add(name, summary.identity().get(name), event));
    event.event().ifPresent(known -> add(known, event));
  }

  private void add(RunEvent known, StoredEvent event) {
    switch (known) {
      case RunStarted started -> add("command", started.command(), event);
      case EndpointOverridden endpoint ->
          add("endpoint", endpoint.variable() + "=" + endpoint.address(), event);
      case StatementEvent statement -> add("statement", kind(statement.place()), event);
      default -> {}
    }
  }

  private void add(String kind, @Nullable String value, StoredEvent event) {
    if (value != null && firstEvents.size() < MOST) {
      firstEvents.putIfAbsent(new Trait(kind, value), event.sequence());
    }
  }

  /// Returns the traits, each with the number of the first event that has it.
  Map<Trait, Long> firstEvents() {
    return firstEvents;
  }

  /// Returns the kind of a statement, such as `ALTER TABLE DROP COLUMN`. A record has only the
  /// beginning of a long statement, so the text may be incomplete.
  static String kind(StatementPlace place) {
    String text = place.statement();
    Matcher change = SCHEMA_CHANGE.matcher(text);
    if (change.matches()) {
      String head = upper(change.group(1) + " " + change.group(2));
      Matcher alteration = ALTERATION.matcher(text);
      return alteration.matches()
          ? head
              + " "
              + upper(
                  alteration.group(1)
                      + (alteration.group(2) == null ? "" : " " + alteration.group(2)))
          : head;
    }
    Matcher word = FIRST_WORD.matcher(text);
    String first = word.matches() ? upper(word.group(1)) : place.kind();
    return place.kind().equals("PARTITIONED_DML") ? "partitioned " + first : first;
  }

  private static String upper(String words) {
    return words.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
