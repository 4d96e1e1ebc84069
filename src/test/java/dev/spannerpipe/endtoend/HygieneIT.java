package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Pipe;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsSts;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Reply;
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

  private void keepRecord() {
    for (String table : List.of("STEP", "RUN", "INTENT", "LEASE", "CURSOR")) {
      written.put(
          "SPANNER_PIPE_" + table, database.rows("SELECT * FROM SPANNER_PIPE_" + table).toString());
    }
  }

  private static List<String> forms(String secret) {
    String json = secret.replace("\\", "\\\\").replace("/", "\\/");
    return Stream.concat(
            Stream.of(secret, URLEncoder.encode(secret, UTF_8), json),
            Stream.of("", "x", "xx")
                .flatMap(
                    before ->
                        Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                            .map(encoder -> base64(encoder, before, secret))))
        .toList();
  }

  /// Without what depends on the text around it.
  private static String base64(Base64.Encoder encoder, String before, String secret) {
    String encoded = encoder.encodeToString((before + secret).getBytes(UTF_8));
    return encoded.substring(4, encoded.length() - 4);
  }

  private static Set<String> pieces(String text) {
    Set<String> pieces = new HashSet<>();
    for (int start = 0; start + PIECE <= text.length(); start++) {
      pieces.add(text.substring(start, start + PIECE));
    }
    return pieces;
  }

  private static boolean isIn(String text, String secret) {
    Set<String> pieces = pieces(text);
    return forms(secret).stream().flatMap(form -> pieces(form).stream()).anyMatch(pieces::contains);
  }

  private void assertNothingIsSeen(List<String> secrets) {
    assertThat(secrets).isNotEmpty();
    written.forEach(
        (name, text) -> {
          for (String secret : secrets) {
            assertThat(isIn(text, secret)).as("%s:%n%s", name, text).isFalse();
          }
        });
  }

  private List<String> secrets(String token) {
    return Stream.concat(Stream.of(token), google.tokens().all().stream()).toList();
  }

  @Test
  void theSearchFindsWhatItLooksFor() {
    String secret = token(Map.of());

    for (String form : forms(secret)) {
      assertThat(isIn("before " + form.substring(3, 60) + " after", secret)).isTrue();
    }
    assertThat(isIn("nothing of that kind", secret)).isFalse();
  }

  @Test
  void writesNoSecretWhereAllGoesWell() {
    String token = token(Map.of());
    Pipe step = deployment(token).with("DEBUG", "true");

    keep(step.run());
    keep(step.run("status"));
    keep(step.run("history", "--verify"));
    keep(step.with("LOG_FORMAT", "json").run());

    keepFiles();
    keepRecord();
    assertThat(written.get("standard error")).doesNotContain("✖");
    assertThat(written.get("SPANNER_PIPE_STEP")).contains("tokenVerified", "credentialsIssued");
    assertThat(google.tokens().all()).hasSizeGreaterThanOrEqualTo(8);
    assertNothingIsSeen(secrets(token));
  }

  @Test
  void writesNoSecretOfAProcess() {
    String token = token(Map.of());
    Pipe step = deployment(token).with("DEBUG", "true");

    Ended ended = PipeProcess.start(step.variables(), workspace.directory()).await();

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    written.put("output", ended.output());
    keepFiles();
    keepRecord();
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
    Pipe step = deployment(token).with("DEBUG", "true");

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
    String role = "arn:aws:iam::123456789012:role/deploy";
    try (AwsSts aws = new AwsSts(google.tokens()::now)) {
      aws.register(google.issuer().issuer(), google.step().audience());
      aws.role(role, DoctorIT.trust(google), 3600);
      String token = token(Map.of());

      keep(
          deployment(token)
              .with("DEBUG", "true")
              .with("AWS_OIDC_ROLE_ARN", role)
              .with("AWS_DEFAULT_REGION", "eu-west-1")
              .with("AWS_ENDPOINT_URL_STS", aws.address().toString())
              .with("STATE_MACHINE_ARN", DoctorIT.MACHINE)
              .run("doctor"));

      assertThat(aws.sessions()).hasSize(1);
      assertNothingIsSeen(
          Stream.concat(
                  secrets(token).stream(),
                  aws.sessions().stream().map(AwsSts.Session::sessionToken))
              .toList());
    }
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }
}
