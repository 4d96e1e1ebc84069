package dev.spannerpipe.policy;

import static dev.spannerpipe.policy.Shape.keys;
import static dev.spannerpipe.policy.Shape.oneOrMore;
import static dev.spannerpipe.policy.Shape.optional;
import static dev.spannerpipe.policy.Shape.required;
import static dev.spannerpipe.policy.Shape.text;

import dev.spannerpipe.http.ServiceAddress;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.text.DurationText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The format of the policy file. The published JSON schema is generated from this class.
final class Grammar {
  static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  static final List<String> DESTRUCTIONS =
      Arrays.stream(DataLoss.Kind.values()).map(Enum::name).toList();

  private static final String REQUIRE_PLAN =
      "whether changes require a reviewed plan (PLAN_FILE or PLAN_SHA256)";

  private static final Shape NAME =
      new Shape.Text(
          "a name of 1 to 64 letters, digits, - and _", "[A-Za-z][A-Za-z0-9_-]{0,63}", true);
  private static final Shape UUID =
      new Shape.Text("a UUID in braces and quotes", "\\{[0-9a-f-]{36}\\}", true);
  private static final Shape DURATION =
      new Shape.Text("a duration such as 30m, 1h30m or 2d", DurationText.POSITIVE_PATTERN, true);
  private static final Shape MOMENT =
      new Shape.Text(
          "a time such as 18:00 or 2026-12-24T18:00",
          "(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}",
          false);

  private static final Shape ISSUER =
      keys(
          required(
              "profile",
              "the kind of the issuer's tokens",
              new Shape.Choice(List.of("bitbucket", "okta", "google", "oidc"))),
          optional(
              "workspace",
              "the slug of the Bitbucket workspace, which determines the issuer",
              new Shape.Text("a workspace's slug", "[A-Za-z0-9][A-Za-z0-9_.-]*", true)),
          optional("workspaceUuid", "the Bitbucket workspace's UUID, in braces", UUID),
          optional(
              "issuer",
              "the issuer, exactly as tokens name it",
              new Shape.Text(
                  "an address that begins with https:// (http:// for this machine only)",
                  "https://[^\\s]+|http://(?:localhost|127\\.0\\.0\\.1|host\\.docker\\.internal)(?:[:/][^\\s]*)?",
                  true,
                  Grammar::isAddress)),
          required(
              "audiences",
              "the accepted audiences; a token must have one of them",
              oneOrMore(text("an audience"))),
          optional(
              "algorithms",
              "the signature algorithms to accept; RS256 by default",
              oneOrMore(
                  new Shape.Choice(
                      List.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512")))),
          optional("maxAge", "the maximum lifetime of a token", DURATION),
          optional(
              "claims",
              "further claims of the issuer's tokens that rules may name",
              oneOrMore(text("a claim's name"))));

  private static final String SCOPE =
      "https://www\\.googleapis\\.com/auth/(?:spanner\\.data|spanner\\.admin|cloud-platform)";

  private static final Shape LIMITS =
      keys(
          optional(
              "google",
              "the service account to impersonate",
              new Shape.Text(
                  "a service account's email address",
                  "[A-Za-z0-9._-]+@[a-z0-9.-]+\\.gserviceaccount\\.com",
                  true)),
          optional(
              "scope",
              "the OAuth scopes that the account's tokens may have, separated by spaces",
              new Shape.Text(
                  "https://www.googleapis.com/auth/ with spanner.data, spanner.admin or cloud-platform, or several of these, separated by spaces",
                  SCOPE + "(?: " + SCOPE + ")*",
                  true)),
          optional("databaseRole", "the database role", text("a database role")),
          optional(
              "aws",
              "the AWS role to assume",
              new Shape.Text(
                  "a role's ARN", "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+", true)),
          optional("maxSession", "the maximum lifetime of the credentials", DURATION));

  private static final Shape GRANT =
      keys(
          required("do", "the actions", oneOrMore(new Shape.Choice(Action.texts()))),
          required(
              "on",
              "the targets: spanner:projects/…/instances/…/databases/…, or ARNs; * matches all characters except : and /",
              oneOrMore(text("a target"))),
          optional("as", "the identity to use, and the limits of that identity", LIMITS));

  private static final Shape WINDOW =
      keys(
          optional(
              "days",
              "the days on which the window begins; by default, every day",
              oneOrMore(new Shape.Choice(DAYS))),
          required("from", "the time at which the window begins", MOMENT),
          required("to", "the time at which the window ends", MOMENT),
          required(
              "zone", "the time zone of both times", text("a time zone such as Europe/Berlin")));

  private static final Shape WINDOWS = new Shape.ListOf(WINDOW, 1, false);

  private static final Shape GUARD =
      keys(
          optional(
              "destructive",
              "the kinds of data loss that a reviewed plan may cause; none by default",
              oneOrMore(new Shape.Choice(DESTRUCTIONS))),
          optional("requirePlan", REQUIRE_PLAN, new Shape.Flag()),
          optional("denyWindows", "the windows in which changes are denied", WINDOWS));

  private static final Shape CLAIMS = new Shape.Named("a claim", oneOrMore(new Shape.Scalar()));

  private static final Shape RULE =
      keys(
          required("id", "names the rule in the log and in the record", NAME),
          required(
              "when",
              "the issuer, and the accepted values of each claim: a string, a glob, ~\"a regular expression\", or a list of these",
              CLAIMS),
          optional("allow", "the actions that the rule allows", oneOrMore(GRANT)),
          optional(
              "deny",
              "the actions that the rule denies, even if other rules allow them",
              oneOrMore(GRANT)),
          optional("guard", "further conditions for changes", GUARD));

  private static final Shape TEST =
      keys(
          required("name", "the purpose of the test, in words", text("a sentence")),
          required("token", "the issuer and the claims", CLAIMS),
          required("do", "the action", new Shape.Choice(Action.texts())),
          required("on", "the target", text("a target")),
          optional(
              "at",
              "the time of the action, in UTC",
              new Shape.Text(
                  "a time such as 2026-12-24T18:00:00Z",
                  "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z",
                  false)),
          optional(
              "destructive",
              "the kinds of data loss that the action would cause",
              oneOrMore(new Shape.Choice(DESTRUCTIONS))),
          optional("reviewed", "whether PLAN_FILE or PLAN_SHA256 names the plan", new Shape.Flag()),
          optional("pullRequest", "whether a pull request is built", new Shape.Flag()),
          required("expect", "the expected decision", new Shape.Choice(List.of("allow", "deny"))),
          optional("rule", "the id of the rule that is expected to decide", NAME));

  /// The whole file.
  static final Shape.Keys POLICY =
      keys(
          required("version", "the format's version", new Shape.Choice(List.of("1"))),
          optional(
              "mode",
              "enforce (the default), or audit: decide and record, but stop nothing",
              new Shape.Choice(List.of("enforce", "audit"))),
          required(
              "issuers",
              "the issuers whose tokens are accepted, by names of your choice",
              new Shape.Named("an issuer", ISSUER)),
          optional(
              "defaults",
              "defaults for rules",
              keys(
                  optional(
                      "effect",
                      "the decision if no rule matches",
                      new Shape.Choice(List.of("deny"))),
                  optional("maxSession", "the maximum lifetime of credentials", DURATION),
                  optional(
                      "requireAudit",
                      "whether actions that cannot be recorded are denied; always true",
                      new Shape.Choice(List.of("true"))),
                  optional("requirePlan", REQUIRE_PLAN, new Shape.Flag()),
                  optional("denyWindows", "the windows in which changes are denied", WINDOWS))),
          required("rules", "the rules", new Shape.ListOf(RULE, 0, false)),
          optional(
              "tests",
              "the expected decisions for some actions; a policy that fails a test is not used",
              new Shape.ListOf(TEST, 0, false)));

  private static boolean isAddress(String text) {
    return ServiceAddress.parse(text)
        .filter(address -> ServiceAddress.isSafe(address, Optional.empty()))
        .isPresent();
  }

  private Grammar() {}
}
