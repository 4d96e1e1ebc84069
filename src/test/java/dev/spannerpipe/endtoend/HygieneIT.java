package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Reply;
import dev.spannerpipe.testing.stepfunctions.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Looks for every secret of a run, in every form, in everything that the run wrote.
@Concurrent
class HygieneIT extends CloudStep {
  private static final int PIECE = 20;

  private final Map<String, String> written = new TreeMap<>();

  private void keep(Result result) {
    written.merge("standard output", result.out(), String::concat);
    written.merge("standard error", result.err(), String::concat);
  }

  private void keepFiles() {
    try (Stream<Path> files = Files.walk(workspace.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        written.put(file.toString(), Files.readString(file));
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// Every table, ours and the changelog's.
  private void keepTables() {
    for (String table : tables()) {
      written.put(table, database.rows("SELECT * FROM " + table).toString());
    }
  }

  private List<String> tables() {
    return database
        .rows("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ''")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  private static List<String> forms(String secret) {
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    Stream<String> base64 =
        Stream.of("", "x", "xx")
            .flatMap(
                before ->
                    Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                        .map(encoder -> base64(encoder, before, secret)));
    List<String> forms =
        Stream.concat(
                Stream.of(secret, URLEncoder.encode(secret, UTF_8), json, json.replace("/", "\\/")),
                base64)
            .toList();
    return Stream.concat(
            forms.stream(),
            forms.stream().map(form -> new StringBuilder(form).reverse().toString()))
        .toList();
  }

  /// Without what depends on the text around it.
  private static String base64(Base64.Encoder encoder, String before, String secret) {
    String encoded = encoder.encodeToString((before + secret).getBytes(UTF_8));
    return encoded.substring(4, encoded.length() - 4);
  }

  private static Set<String> pieces(Stream<String> texts) {
    Set<String> pieces = new HashSet<>();
    texts.forEach(
        text -> {
          for (int start = 0; start + PIECE <= text.length(); start++) {
            pieces.add(text.substring(start, start + PIECE));
          }
        });
    return pieces;
  }

  private static Set<String> pieces(List<String> secrets) {
    return pieces(secrets.stream().flatMap(secret -> forms(secret).stream()));
  }

  /// Lines may be wrapped, and their beginnings indented.
  private static boolean isIn(String text, Set<String> secretPieces) {
    Set<String> found = pieces(Stream.of(text, text.replaceAll("\\s+", "")));
    found.retainAll(secretPieces);
    return !found.isEmpty();
  }

  private void assertNothingIsSeen(List<String> secrets) {
    assertThat(secrets).isNotEmpty();
    Set<String> secretPieces = pieces(secrets);
    written.forEach(
        (name, text) -> assertThat(isIn(text, secretPieces)).as("%s:%n%s", name, text).isFalse());
  }

  private List<String> secrets(String token) {
    return Stream.concat(Stream.of(token), google.tokens().all().stream()).toList();
  }

  private static List<String> secrets(AwsAccount aws) {
    return aws.sts().sessions().stream()
        .flatMap(session -> Stream.of(session.secretAccessKey(), session.sessionToken()))
        .toList();
  }

  @Test
  void theSearchFindsWhatItLooksFor() {
    String secret = token(Map.of());
    Set<String> secretPieces = pieces(List.of(secret));

    for (String form : forms(secret)) {
      String part = form.substring(3, 60);
      assertThat(isIn("before " + part + " after", secretPieces)).isTrue();
      assertThat(isIn(part.replaceAll("(.{15})", "$1\n  "), secretPieces)).isTrue();
    }
    assertThat(isIn("nothing of that kind", secretPieces)).isFalse();
  }

  @Test
  void writesNoSecretWhereAllGoesWell() {
    String token = token(Map.of());
    PipeRun step = deployment(token).with("DEBUG", "true");

    keep(step.run());
    keep(step.run("status"));
    keep(step.run("history", "--verify"));
    keep(step.with("LOG_FORMAT", "json").run());

    keepFiles();
    keepTables();
    assertThat(written.get("standard error")).doesNotContain("✖");
    assertThat(written.get("SPANNER_PIPE_STEP")).contains("tokenVerified", "credentialsIssued");
    assertThat(google.tokens().all()).hasSizeGreaterThanOrEqualTo(8);
    assertNothingIsSeen(secrets(token));
  }

  @Test
  void writesNoSecretOfAProcess() {
    String token = token(Map.of());
    PipeRun step = deployment(token).with("DEBUG", "true");

    Result ended = PipeProcess.start(step.variables(), workspace.directory()).await();

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    written.put("output", ended.output());
    keepFiles();
    keepTables();
    assertNothingIsSeen(secrets(token));
  }

  /// Services may say anything in their errors.
  @Test
  void writesNoSecretThatAServiceRepeats() {
    String token = token(Map.of());
    String words =
        "The token %s is bad (%s, %s)"
            .formatted(
                token,
                Base64.getEncoder().encodeToString(("token=" + token).getBytes(UTF_8)),
                URLEncoder.encode(token, UTF_8));
    google.sts().fail(1, Reply.oauthError(400, "invalid_grant", words));
    google.iam().fail(1, Reply.googleError(400, "INVALID_ARGUMENT", words));
    PipeRun step = deployment(token).with("DEBUG", "true");

    for (int run = 0; run < 2; run++) {
      Result result = step.run();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
      keep(result);
    }

    keepFiles();
    assertThat(written.get("standard error")).contains("***");
    assertNothingIsSeen(secrets(token));
  }

  @Test
  void writesNoSecretThatIsRefused() {
    String token = token(Map.of("aud", "somebody"));

    keep(deployment(token).with("DEBUG", "true").run());
    keep(deployment(token + "\n\t").with("DEBUG", "true").run());
    keep(deployment().with("DEBUG", "true").run("--oidc-token", token));
    keep(deployment(token).with("DEBUG", "true").run("doctor"));

    keepFiles();
    assertNothingIsSeen(List.of(token));
  }

  @Test
  void writesNoSecretOfADiagnosis() {
    try (AwsAccount aws = account()) {
      String token = token(Map.of());

      keep(deploymentIn(aws, token).run("doctor"));

      keepFiles();
      assertThat(secrets(aws)).hasSize(2);
      assertNothingIsSeen(Stream.concat(secrets(token).stream(), secrets(aws).stream()).toList());
    }
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }

  @Test
  void writesNoSecretOfAWorkflow() {
    try (AwsAccount aws = account()) {
      String token = token(Map.of());
      aws.workflows().service().machine(MACHINE).plays(Script.empty().started().succeeded(1));

      Result result = deploymentIn(aws, token).run();

      assertThat(result.exitCode()).as(result.err()).isZero();
      keep(result);
      keepFiles();
      keepTables();
      assertThat(written.get("SPANNER_PIPE_EXECUTION")).contains(MACHINE);
      assertThat(secrets(aws)).hasSize(2);
      assertNothingIsSeen(Stream.concat(secrets(token).stream(), secrets(aws).stream()).toList());
    }
  }

  private PipeRun deploymentIn(AwsAccount aws, String token) {
    return deployment(token)
        .with("DEBUG", "true")
        .with("BITBUCKET_REPO_FULL_NAME", "team/shop")
        .with(aws.variables())
        .with("STATE_MACHINE_ARN", MACHINE);
  }

  /// A step's variables can hold anything.
  @Test
  void writesNoSecretThatTheBuildNames() {
    String token = token(Map.of());
    PipeRun step =
        deployment(token)
            .with("DEBUG", "true")
            .with("BITBUCKET_COMMIT", token)
            .with("BITBUCKET_REPO_FULL_NAME", "team/" + token)
            .with("BITBUCKET_BUILD_NUMBER", token)
            .with("BITBUCKET_DEPLOYMENT_ENVIRONMENT", "production " + token)
            .with(
                "BITBUCKET_PIPELINES_VARIABLES_PATH",
                workspace.directory().resolve("variables").toString());

    keep(step.run());
    keep(step.run("history"));

    keepFiles();
    keepTables();
    assertThat(written.get("standard error")).doesNotContain("✖");
    assertThat(workspace.lastRun(database.name()).getLast().text("commit")).hasValue("***");
    assertThat(workspace.text("variables")).contains("SPANNER_PIPE_OUTCOME=done\n");
    assertNothingIsSeen(secrets(token));
  }

  /// What a changelog says is done as it stands there. Only what is told of it is without secrets.
  @Test
  void changesNoStatementThatHoldsASecret() {
    String token = token(Map.of());
    workspace.withSql(
        table(1)
            + changeSet("2", "ALTER TABLE T1 ADD COLUMN Word STRING(MAX);")
            + changeSet("3", "INSERT INTO T1 (Id, Word) VALUES (1, '" + token + "');"));

    Result result = deployment(token).with("DEBUG", "true").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(database.rows("SELECT Word FROM T1")).containsExactly(List.of(token));
    keep(result);
    keepFiles();
    written.remove(workspace.directory().resolve("changelog.sql").toString());
    keepTables();
    written.remove("T1");
    // A run that goes on with a killed one's work needs the statement as it was sent.
    assertThat(written.remove("SPANNER_PIPE_INTENT")).contains(token);
    assertThat(written.get("SPANNER_PIPE_STEP")).contains("VALUES (1, '***')");
    assertNothingIsSeen(secrets(token));
  }
}
