package dev.spannerpipe.config;

import dev.spannerpipe.http.ServiceAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks whether the variables for the Spanner credentials fit together. A run on an emulator
/// needs none of these variables.
final class CredentialRules {
  static final String TO_GET_A_TOKEN =
      "Set oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN";

  private final ParsedValues values;
  private final List<Problem> problems = new ArrayList<>();

  private CredentialRules(ParsedValues values) {
    this.values = values;
  }

  static List<Problem> check(ParsedValues values) {
    CredentialRules rules = new CredentialRules(values);
    rules.checkOneWay();
    rules.checkProvider();
    rules.checkToken();
    rules.checkSomeWay();
    return rules.problems;
  }

  private boolean isGiven(Variable<?> variable) {
    return !values.isMissing(variable);
  }

  private void checkOneWay() {
    for (Variable<?> other :
        List.of(Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER, Variables.GOOGLE_SERVICE_ACCOUNT)) {
      if (isGiven(Variables.GOOGLE_OIDC_CONFIG_FILE) && isGiven(other)) {
        problems.add(
            Problem.of(
                values.source(Variables.GOOGLE_OIDC_CONFIG_FILE),
                "and " + values.source(other) + " both say how to get Google credentials",
                "Remove one of them"));
      }
    }
  }

  private void checkProvider() {
    if (isGiven(Variables.GOOGLE_SERVICE_ACCOUNT)
        && values.isMissing(Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER)
        && values.isMissing(Variables.GOOGLE_OIDC_CONFIG_FILE)) {
      problems.add(
          Problem.of(
              values.source(Variables.GOOGLE_SERVICE_ACCOUNT),
              "is given without " + Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER.name(),
              "Set GOOGLE_WORKLOAD_IDENTITY_PROVIDER to the provider that trusts this workspace"));
    }
  }

  private void checkToken() {
    Optional<Variable<?>> way =
        List.<Variable<?>>of(
                Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER, Variables.GOOGLE_OIDC_CONFIG_FILE)
            .stream()
            .filter(this::isGiven)
            .findFirst();
    if (way.isPresent() && values.isMissing(Variables.OIDC_TOKEN) && !isDoctor()) {
      problems.add(
          Problem.of(
              values.source(way.get()),
              "is given, but there is no OIDC token to exchange",
              TO_GET_A_TOKEN));
    }
  }

  /// Returns whether the command is `doctor`, which also runs without a token: it reports that the
  /// token is missing, and checks everything that needs no token.
  private boolean isDoctor() {
    return values.find(Variables.COMMAND).equals(Optional.of(Command.DOCTOR));
  }

  /// Returns whether an address of Spanner needs no credentials. A preview, which only reads, may
  /// also read an emulator on the step's host: `http` leads nowhere else.
  private boolean isOpen(URI endpoint) {
    return ServiceAddress.isLoopback(endpoint)
        || (TargetRule.isPreview(values) && "http".equals(endpoint.getScheme()));
  }

  /// Reports a problem if no source of credentials is given. A loopback address of Spanner needs no
  /// credentials. `doctor` needs none either, because it can diagnose files alone.
  private void checkSomeWay() {
    boolean needed =
        values.find(Variables.SPANNER_ENDPOINT).filter(this::isOpen).isEmpty()
            && values.problem(Variables.SPANNER_ENDPOINT).isEmpty()
            && !isDoctor();
    boolean tried =
        isGiven(Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER)
            || isGiven(Variables.GOOGLE_OIDC_CONFIG_FILE)
            || isGiven(Variables.GOOGLE_SERVICE_ACCOUNT);
    if (needed && !tried && GoogleSource.of(values).isEmpty()) {
      problems.add(
          Problem.of(
              Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER.name(),
              "is not given, so the run has no credentials for Spanner",
              "Set it to the provider that trusts this workspace, with oidc: true on the step; or "
                  + (TargetRule.isPreview(values)
                      ? "remove SPANNER_ENDPOINT to preview without a database"
                      : "set SPANNER_EMULATOR_HOST to an emulator's host and port")));
    }
  }
}
