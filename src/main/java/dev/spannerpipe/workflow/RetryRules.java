package dev.spannerpipe.workflow;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.json.JsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How often Step Functions retries each state, according to the state machine's definition ([error
/// handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)).
final class RetryRules {
  /// The rules of a definition that cannot be read.
  static final RetryRules UNKNOWN = new RetryRules(Map.of());

  private static final long DEFAULT_ATTEMPTS = 3;

  private final Map<String, List<Rule>> rules;

  private RetryRules(Map<String, List<Rule>> rules) {
    this.rules = rules;
  }

  private record Rule(List<String> errors, long attempts) {
    boolean covers(@Nullable String error) {
      return errors.stream()
          .anyMatch(
              each ->
                  each.equals("States.ALL")
                      || each.equals(error)
                      || (each.equals("States.TaskFailed") && !"States.Timeout".equals(error)));
    }
  }

  /// Reads the rules from a definition. Returns [#UNKNOWN] if the definition cannot be parsed.
  static RetryRules parse(String definition) {
    try {
      Map<String, List<Rule>> rules = new HashMap<>();
      collect(JsonDocument.parse(definition), rules);
      return new RetryRules(rules);
    } catch (JsonException _) {
      return UNKNOWN;
    }
  }

  private static void collect(JsonDocument machine, Map<String, List<Rule>> rules) {
    machine.member("States").ifPresent(states -> collectStates(states, rules));
  }

  private static void collectStates(JsonDocument states, Map<String, List<Rule>> rules) {
    for (String name : states.names()) {
      JsonDocument state = states.member(name).orElseThrow();
      rules.put(name, rules(state));
      state.member("ItemProcessor").ifPresent(inner -> collect(inner, rules));
      state.member("Iterator").ifPresent(inner -> collect(inner, rules));
      state
          .member("Branches")
          .ifPresent(branches -> branches.elements().forEach(inner -> collect(inner, rules)));
    }
  }

  private static List<Rule> rules(JsonDocument state) {
    List<Rule> rules = new ArrayList<>();
    state.member("Retry").ifPresent(retry -> retry.elements().forEach(each -> add(each, rules)));
    return rules;
  }

  private static void add(JsonDocument rule, List<Rule> rules) {
    List<String> errors = new ArrayList<>();
    rule.member("ErrorEquals")
        .ifPresent(all -> all.elements().forEach(each -> each.string().ifPresent(errors::add)));
    long attempts =
        rule.member("MaxAttempts").flatMap(JsonDocument::whole).orElse(DEFAULT_ATTEMPTS);
    rules.add(new Rule(errors, attempts));
  }

  /// Returns how often the state is retried after this error, or 0 for never. Returns empty if the
  /// definition is not known or does not contain the state.
  OptionalLong attempts(String state, @Nullable String error) {
    List<Rule> known = rules.get(state);
    if (known == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        known.stream()
            .filter(rule -> rule.covers(error))
            .findFirst()
            .map(Rule::attempts)
            .orElse(0L));
  }
}
