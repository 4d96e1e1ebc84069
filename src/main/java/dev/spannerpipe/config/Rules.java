package dev.spannerpipe.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks the variables against each other, and against what this version supports.
final class Rules {
  private static final List<Variable<?>> GOOGLE_CREDENTIALS =
      List.of(
          Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER,
          Variables.GOOGLE_SERVICE_ACCOUNT,
          Variables.GOOGLE_OIDC_CONFIG_FILE);

  private final ParsedValues values;
  private final List<Problem> problems = new ArrayList<>();

  private Rules(ParsedValues values) {
    this.values = values;
  }

  /// Returns all problems of single values, and of values that do not fit together.
  static List<Problem> check(ParsedValues values) {
    Rules rules = new Rules(values);
    rules.checkValues();
    rules.checkCommand();
    rules.checkRequired();
    rules.checkLater();
    rules.checkSecrets();
    rules.checkPolicy();
    rules.problems.addAll(WorkflowRules.check(values));
    rules.checkReach();
    return rules.problems;
  }

  /// Skips values that this version does not support. They are reported only once, as unsupported.
  private void checkValues() {
    for (Variable<?> variable : Variables.ALL) {
      if (!isRefused(variable)) {
        values.problem(variable).ifPresent(problems::add);
      }
    }
  }

  private void checkCommand() {
    values
        .find(Variables.COMMAND)
        .filter(command -> !command.available())
        .ifPresent(
            command ->
                problems.add(
                    Problem.ofValue(
                        values.source(Variables.COMMAND),
                        command.word(),
                        "is not available in this version",
                        "Use " + availableCommands())));
  }

  private void checkRequired() {
    for (Variable<?> variable : Variables.ALL) {
      if (variable.required() && values.isMissing(variable)) {
        problems.add(
            Problem.of(variable.name(), "is not given", "Set it to the " + variable.sentence()));
      }
    }
    if (values.find(Variables.COMMAND).equals(Optional.of(Command.RESOLVE))) {
      requireForResolve(Variables.RESOLVE_INTENT);
      requireForResolve(Variables.RESOLVE_AS);
    }
  }

  private void requireForResolve(Variable<?> variable) {
    if (values.isMissing(variable)) {
      problems.add(
          Problem.of(
              variable.name(),
              "is not given",
              "Copy it from the message of the run that requested resolve"));
    }
  }

  /// Rejects variables that the user relies on and that would silently have no effect, whatever the
  /// command.
  private void checkLater() {
    for (Variable<?> variable : Variables.ALL) {
      if (isRefused(variable) && !(isEmulator() && GOOGLE_CREDENTIALS.contains(variable))) {
        problems.add(
            Problem.of(values.source(variable), "is not available in this version", "Remove it"));
      }
    }
  }

  private boolean isRefused(Variable<?> variable) {
    return variable.availability() == Variable.Availability.LATER && values.isUsed(variable);
  }

  /// Every user of the machine can read the arguments of a process.
  private void checkSecrets() {
    for (Variable<?> variable : Variables.ALL) {
      if (variable.secret() && values.isOption(variable)) {
        problems.add(
            Problem.of(
                values.source(variable),
                "is a secret, and a command line can be read by other processes",
                "Set the variable " + variable.name() + " instead"));
      }
    }
  }

  private void checkPolicy() {
    if (!values.isMissing(Variables.POLICY_SHA256) && values.isMissing(Variables.POLICY_FILE)) {
      problems.add(
          Problem.of(
              values.source(Variables.POLICY_SHA256),
              "is given without " + Variables.POLICY_FILE.name(),
              "Set " + Variables.POLICY_FILE.name() + " to the policy, or remove it"));
    }
  }

  private void checkReach() {
    if (isEmulator()) {
      checkEmulatorAlone();
    } else if (values.isMissing(Variables.SPANNER_EMULATOR_HOST)) {
      problems.addAll(CredentialRules.check(values));
    }
  }

  /// Otherwise a production run could report success against an emulator.
  private void checkEmulatorAlone() {
    String credentials =
        GOOGLE_CREDENTIALS.stream()
            .filter(variable -> !values.isMissing(variable))
            .map(values::source)
            .collect(Collectors.joining(", "));
    if (!credentials.isEmpty()) {
      problems.add(
          ofEmulator(
              "would send a run with Google credentials (" + credentials + ") to an emulator",
              "Remove it, or remove the credentials"));
    }
    if (!values.isMissing(Variables.SPANNER_ENDPOINT)) {
      problems.add(
          ofEmulator(
              "and "
                  + values.source(Variables.SPANNER_ENDPOINT)
                  + " name two places for one database",
              "Remove one of them"));
    }
  }

  private boolean isEmulator() {
    return values.find(Variables.SPANNER_EMULATOR_HOST).isPresent();
  }

  private Problem ofEmulator(String what, String action) {
    return Problem.of(values.source(Variables.SPANNER_EMULATOR_HOST), what, action);
  }

  private static String availableCommands() {
    List<String> words =
        Arrays.stream(Command.values()).filter(Command::available).map(Command::word).toList();
    return Stream.of(String.join(", ", words.subList(0, words.size() - 1)), words.getLast())
        .collect(Collectors.joining(" or "));
  }
}
