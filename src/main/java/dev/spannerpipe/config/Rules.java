package dev.spannerpipe.config;

import dev.spannerpipe.adopt.AdoptSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks whether the variables fit together, and whether this version supports them.
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

  /// Returns the problems of all invalid values, and of values that do not fit together.
  static List<Problem> check(ParsedValues values) {
    Rules rules = new Rules(values);
    rules.checkValues();
    rules.checkCommand();
    rules.checkRequired();
    rules.checkLater();
    rules.checkSecrets();
    rules.checkPolicy();
    rules.checkAdopt();
    rules.problems.addAll(WorkflowRules.check(values));
    rules.checkReach();
    return rules.problems;
  }

  /// Reports the invalid values. An invalid value of an unsupported variable is skipped here,
  /// because [#checkLater] reports the variable.
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
    if (values.find(Variables.COMMAND).equals(Optional.of(Command.SERVE))) {
      problems.add(
          Problem.ofValue(
              values.source(Variables.COMMAND),
              Command.SERVE.word(),
              "needs an assistant at the standard input, and a pipeline step has none",
              "Start it elsewhere, with the argument serve, or use " + availableCommands()));
    }
  }

  private void checkRequired() {
    for (Variable<?> variable : Variables.ALL) {
      if (variable.required()
          && values.isMissing(variable)
          && !values.isUncertain(variable)
          && TargetRule.hasTarget(values)) {
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
              "Copy it from the message that asked you to run the command resolve"));
    }
  }

  /// Rejects variables that this version does not support yet. A user who sets one relies on it,
  /// and it would silently have no effect. This applies even to variables that the command does not
  /// use.
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

  /// Rejects secrets on the command line. Every user of the machine can read the arguments of a
  /// process.
  private void checkSecrets() {
    for (Variable<?> variable : Variables.ALL) {
      if (variable.secret() && values.isOption(variable)) {
        problems.add(
            Problem.of(
                values.source(variable),
                "is a secret, and other processes can read the command line",
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
              "Set " + Variables.POLICY_FILE.name() + " to the policy, or remove this variable"));
    }
  }

  /// Rejects two answers to one question, and answers to a question that nobody asks.
  private void checkAdopt() {
    if (!values.find(Variables.COMMAND).equals(Optional.of(Command.ADOPT))) {
      return;
    }
    if (!values.isMissing(Variables.ADOPT_COUNT) && !values.isMissing(Variables.ADOPT_TO_TAG)) {
      problems.add(
          Problem.of(
              values.source(Variables.ADOPT_COUNT),
              "and "
                  + values.source(Variables.ADOPT_TO_TAG)
                  + " both say which change set is the last one to adopt",
              "Remove one of them"));
    }
    if (values.find(Variables.ADOPT_FROM).equals(Optional.of(AdoptSettings.From.LIQUIBASE))) {
      Stream.of(Variables.ADOPT_COUNT, Variables.ADOPT_TO_TAG)
          .filter(variable -> !values.isMissing(variable))
          .forEach(
              variable ->
                  problems.add(
                      Problem.of(
                          values.source(variable),
                          "has no effect with ADOPT_FROM=liquibase, whose history is read as it is",
                          "Remove it")));
    }
  }

  private void checkReach() {
    if (isEmulator()) {
      checkEmulatorAlone();
    } else if (!TargetRule.isEmulatorGiven(values) && TargetRule.hasTarget(values)) {
      problems.addAll(CredentialRules.check(values));
    }
  }

  /// Rejects an emulator together with credentials or an address of Spanner. Otherwise a production
  /// run could report success against an emulator.
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
              "Remove this variable, or remove the credentials"));
    }
    if (!values.isMissing(Variables.SPANNER_ENDPOINT)) {
      problems.add(
          ofEmulator(
              "and "
                  + values.source(Variables.SPANNER_ENDPOINT)
                  + " give two addresses for one database",
              "Remove one of them"));
    }
  }

  private boolean isEmulator() {
    return TargetRule.emulator(values).isPresent();
  }

  private Problem ofEmulator(String what, String action) {
    return Problem.of(values.source(Variables.SPANNER_EMULATOR_HOST), what, action);
  }

  private static String availableCommands() {
    List<String> words = Command.ofPipelines().stream().map(Command::word).toList();
    return Stream.of(String.join(", ", words.subList(0, words.size() - 1)), words.getLast())
        .collect(Collectors.joining(" or "));
  }
}
