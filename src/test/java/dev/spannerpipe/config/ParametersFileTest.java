package dev.spannerpipe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.targets.TargetVariable;
import dev.spannerpipe.testing.Workspace;
import dev.spannerpipe.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The targets of a run that come from a file.
class ParametersFileTest {
  private static final String TARGET =
      "\"project\": \"acme\", \"spanner_instance\": \"main\", \"spanner_database\": \"orders\"";
  private static final String NO_PRECEDENCE =
      "Remove the variable, or correct the file: neither takes precedence.";

  private static final Map<String, String> AWS =
      Map.of(
          "AWS_OIDC_ROLE_ARN", "arn:aws:iam::123456789012:role/deploy",
          "OIDC_TOKEN", "e30.e30.c2ln");

  @TempDir private Path clone;

  @Test
  void setsTheTargetsOfARun() {
    String file =
        "{%s, \"changelog_parameters\": {\"owner\": \"ops\", \"bucket\": \"b\"}}".formatted(TARGET);

    Settings settings = read(file, Map.of());

    assertThat(settings.spanner().databaseName())
        .isEqualTo("projects/acme/instances/main/databases/orders");
    assertThat(settings.changelog().parameters()).isEqualTo(Map.of("owner", "ops", "bucket", "b"));
    assertThat(settings.output().directory()).isEqualTo(clone.resolve(".spanner-pipe/orders"));
    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.parameters())
        .contains(
            new ParametersSettings(
                "infra.json",
                Sha256.of(file),
                List.of(
                    new ParametersSettings.Parameter("PROJECT", "acme", "key project"),
                    new ParametersSettings.Parameter(
                        "SPANNER_INSTANCE", "main", "key spanner_instance"),
                    new ParametersSettings.Parameter(
                        "SPANNER_DATABASE", "orders", "key spanner_database"),
                    new ParametersSettings.Parameter(
                        "CHANGELOG_PARAMETERS", "owner, bucket", "key changelog_parameters"))));
  }

  @Test
  void setsTheWorkflowOfARun() {
    Settings settings =
        read(
            """
            {%s, "aws_default_region": "eu-west-1",
             "STATE_MACHINE_ARN": "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy"}
            """
                .formatted(TARGET),
            AWS);

    assertThat(settings.workflow().orElseThrow().stateMachineArn())
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:stateMachine:deploy");
    assertThat(settings.access().aws().orElseThrow().region()).isEqualTo("eu-west-1");
  }

  @Test
  void isNeededByNobody() {
    Settings settings =
        SettingsReader.read(
            request(
                Map.of(
                    "PROJECT", "acme", "SPANNER_INSTANCE", "main", "SPANNER_DATABASE", "orders")));

    assertThat(settings.parameters()).isEmpty();
  }

  @Test
  void setsOnlyVariablesThatAreThere() {
    assertThat(Arrays.stream(TargetVariable.values()).map(TargetVariable::name))
        .isSubsetOf(Variables.ALL.stream().map(Variable::name).toList());
  }

  @Test
  void agreesWithVariablesThatSayTheSame() {
    Settings settings =
        read(
            "{%s, \"changelog_parameters\": {\"owner\": \"ops\", \"a\": \"1\"}}".formatted(TARGET),
            Map.of("SPANNER_DATABASE", "orders", "CHANGELOG_PARAMETERS", "b=2,owner=ops"));

    assertThat(settings.spanner().databaseName())
        .isEqualTo("projects/acme/instances/main/databases/orders");
    assertThat(settings.changelog().parameters())
        .isEqualTo(Map.of("owner", "ops", "a", "1", "b", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SPANNER_DATABASE     | carts     | SPANNER_DATABASE "carts" contradicts "orders", the value of the key spanner_database of PARAMETERS_FILE "infra.json".
          PROJECT              | acme-dev  | PROJECT "acme-dev" contradicts "acme", the value of the key project of PARAMETERS_FILE "infra.json".
          CHANGELOG_PARAMETERS | owner=dev | CHANGELOG_PARAMETERS "owner=dev" gives the parameter owner another value than the key changelog_parameters of PARAMETERS_FILE "infra.json".
          """)
  void rejectsAVariableThatSaysOtherwise(String variable, String value, String what) {
    ConfigurationFailure failure =
        failure(
            "{%s, \"changelog_parameters\": {\"owner\": \"ops\"}}".formatted(TARGET),
            Map.of(variable, value));

    assertThat(failure).hasMessage(what + " " + NO_PRECEDENCE);
  }

  @Test
  void rejectsAnOptionThatSaysOtherwise() {
    workspace().with("infra.json", "{" + TARGET + "}");
    Map<String, String> environment =
        environment(Map.of("SPANNER_EMULATOR_HOST", "localhost:9010"));

    assertThat(
            catchThrowableOfType(
                ConfigurationFailure.class,
                () ->
                    SettingsReader.read(
                        new Request(
                            environment,
                            Map.of("SPANNER_DATABASE", List.of("carts")),
                            false,
                            clone))))
        .hasMessage(
            "--spanner-database \"carts\" contradicts \"orders\", the value of the key"
                + " spanner_database of PARAMETERS_FILE \"infra.json\". "
                + NO_PRECEDENCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `"spanner_database": "Orders"`       | SPANNER_DATABASE (key spanner_database of infra.json) "Orders" is not the id of a database. Use 2 to 30 lowercase letters, digits, hyphens and underscores, beginning with a letter.
          `"spanner_database": " orders"`      | SPANNER_DATABASE (key spanner_database of infra.json) " orders" is not the id of a database. Use 2 to 30 lowercase letters, digits, hyphens and underscores, beginning with a letter.
          `"spanner_database": "${DATABASE}"`  | SPANNER_DATABASE (key spanner_database of infra.json) "${DATABASE}" is a variable that was not replaced by its value. Write the value itself into the file.
          `"spanner_database": "$DATABASE"`    | SPANNER_DATABASE (key spanner_database of infra.json) "$DATABASE" is a variable that was not replaced by its value. Write the value itself into the file.
          `"spanner_database": "orders\\n"`    | SPANNER_DATABASE (key spanner_database of infra.json) "orders " contains a control character. Write it without line breaks and tabs.
          `"spanner_database": "orders", "state_machine_arn": "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy\\n"` | STATE_MACHINE_ARN (key state_machine_arn of infra.json) "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy " contains a control character. Write it without line breaks and tabs.
          `"spanner_database": "orders", "state_machine_arn": "deploy"` | STATE_MACHINE_ARN (key state_machine_arn of infra.json) "deploy" is not the ARN of a state machine. Write it as arn:aws:states:<region>:<account>:stateMachine:<name>, with a version or alias if wanted.
          `"spanner_database": "orders", "changelog_parameters": {"owner": "${OWNER}"}` | CHANGELOG_PARAMETERS (key changelog_parameters of infra.json) "owner=${OWNER}" is a variable that was not replaced by its value. Write the value itself into the file.
          `"spanner_database": "orders", "changelog_parameters": {"9": "x"}` | CHANGELOG_PARAMETERS (key changelog_parameters of infra.json) "9=x" has the item "9=x", which is not name=value. Write each parameter as name=value.
          """)
  void checksValuesAsThoseOfVariables(String members, String message) {
    String file = "{\"project\": \"acme\", \"spanner_instance\": \"main\", " + members + "}";

    assertThat(failure(file, AWS)).hasMessage(message);
  }

  @Test
  void checksTheValueOfTheFileAlsoWhereTheVariableIsGiven() {
    assertThat(
            failure(
                "{\"project\": \"acme\", \"spanner_instance\": \"main\", \"spanner_database\":"
                    + " \"O\"}",
                Map.of("SPANNER_DATABASE", "orders")))
        .hasMessage(
            "SPANNER_DATABASE (key spanner_database of infra.json) \"O\" is not the id of a"
                + " database. Use 2 to 30 lowercase letters, digits, hyphens and underscores,"
                + " beginning with a letter.");
  }

  @Test
  void reportsAllProblemsOfAFileAndNoneThatFollowsFromThem() {
    ConfigurationFailure failure =
        failure(
            "{\"spanner_database\": 5, \"state_machine_arn\": 6}",
            Map.of("WORKFLOW_KEY", "shop", "LOCK_TIMEOUT", "soon"));

    assertThat(failure).hasMessage("3 problems with the variables. Correct what is listed above.");
    assertThat(failure.details())
        .containsExactly(
            "PARAMETERS_FILE \"infra.json\" has the key spanner_database, which is a number instead"
                + " of a string. Write the value in quotation marks.",
            "PARAMETERS_FILE \"infra.json\" has the key state_machine_arn, which is a number instead"
                + " of a string. Write the value in quotation marks.",
            "LOCK_TIMEOUT \"soon\" is not a duration. Write it in days, hours, minutes and seconds, as"
                + " in 90s, 10m, 1h30m or 2d.");
  }

  @Test
  void saysWhichTargetIsMissingInAGoodFile() {
    assertThat(failure("{\"project\": \"acme\", \"spanner_instance\": \"main\"}", Map.of()))
        .hasMessage("SPANNER_DATABASE is not given. Set it to the id of the Spanner database.");
  }

  @Test
  void asksWhichTargetAKeyMeant() {
    ConfigurationFailure failure =
        failure(
            "{\"project_id\": \"acme\", \"instance\": \"main\", \"spanner_databse\": \"o\","
                + " \"state_machine_anr\": \"a\", \"vpc\": \"x\"}",
            Map.of("PROJECT", "acme", "SPANNER_INSTANCE", "main"));

    assertThat(failure.details())
        .contains(
            "PARAMETERS_FILE \"infra.json\" has the key spanner_databse, which is ignored; did you"
                + " mean SPANNER_DATABASE?",
            "PARAMETERS_FILE \"infra.json\" has the key state_machine_anr, which is ignored; did you"
                + " mean STATE_MACHINE_ARN?")
        .noneMatch(line -> line.contains("vpc") || line.contains("project_id"));
    assertThat(failure("{\"project_id\": \"acme\", \"instance\": \"main\"}", Map.of()).details())
        .contains(
            "PARAMETERS_FILE \"infra.json\" has the key project_id, which is ignored; did you mean"
                + " PROJECT?",
            "PARAMETERS_FILE \"infra.json\" has the key instance, which is ignored; did you mean"
                + " SPANNER_INSTANCE?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POLICY_FILE",
        "POLICY_SHA256",
        "PLAN_FILE",
        "PLAN_SHA256",
        "ALLOW_DESTRUCTIVE",
        "CONTEXTS",
        "TIMEOUT"
      })
  void rejectsAGuardThatOnlyTheFileNames(String guard) {
    String file = "{%s, \"%s\": \"anything\"}".formatted(TARGET, guard.toLowerCase(Locale.ROOT));

    assertThat(failure(file, Map.of()))
        .hasMessage(
            "PARAMETERS_FILE \"infra.json\" names %1$s, which no file can set, so the run would go without it. Set %1$s as a variable of the step, or remove the key."
                .formatted(guard));
  }

  @Test
  void ignoresAGuardThatAVariableGives() {
    Settings settings = read("{%s, \"timeout\": 5}".formatted(TARGET), Map.of("TIMEOUT", "1h"));

    assertThat(settings.apply().timeout()).isPresent();
    assertThat(settings.warnings())
        .containsExactly(
            "PARAMETERS_FILE \"infra.json\" has the key timeout, which is ignored; no file can set"
                + " TIMEOUT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPANNER_ENDPOINT",
        "OIDC_ISSUER",
        "OIDC_AUDIENCE",
        "OIDC_TOKEN",
        "GOOGLE_SERVICE_ACCOUNT",
        "AWS_OIDC_ROLE_ARN",
        "AWS_ENDPOINT_URL_SFN",
        "COMMAND",
        "PARAMETERS_FILE"
      })
  void setsNothingElse(String variable) {
    Settings with =
        read("{%s, \"%s\": \"http://127.0.0.1:1\"}".formatted(TARGET, variable), Map.of());
    Settings without = read("{" + TARGET + "}", Map.of());

    assertThat(with.warnings())
        .containsExactly(
            "PARAMETERS_FILE \"infra.json\" has the key %1$s, which is ignored; no file can set %1$s"
                .formatted(variable));
    assertThat(with.access()).isEqualTo(without.access());
    assertThat(with.spanner()).isEqualTo(without.spanner());
    assertThat(with.command()).isEqualTo(without.command());
  }

  @Test
  void rejectsAFileThatCannotBeRead() throws IOException {
    Files.createDirectory(clone.resolve("folder"));
    Files.writeString(clone.resolve("real.json"), "{" + TARGET + "}");
    Files.createSymbolicLink(clone.resolve("link.json"), Path.of("real.json"));
    Files.write(clone.resolve("large.json"), new byte[50_000_000]);
    String action =
        " Set it to a JSON file of the repository, or of an artifact of an earlier step.";

    assertThat(failureOf("nowhere.json"))
        .hasMessage(
            "PARAMETERS_FILE \"nowhere.json\" could not be read: it does not exist." + action);
    assertThat(failureOf("folder"))
        .hasMessage("PARAMETERS_FILE \"folder\" could not be read: it is a directory." + action);
    assertThat(failureOf("link.json"))
        .hasMessage(
            "PARAMETERS_FILE \"link.json\" could not be read: it is a symbolic link." + action);
    assertThat(failureOf("large.json"))
        .hasMessage(
            "PARAMETERS_FILE \"large.json\" could not be read: it has more than 4,194,304 bytes."
                + action);
    assertThat(failureOf("a\tb.json"))
        .hasMessage(
            "PARAMETERS_FILE \"a b.json\" contains a control character. Write it on one line, without"
                + " tabs.");
  }

  @Test
  void acceptsAFileOutsideOfTheCloneDirectory(@TempDir Path elsewhere) throws IOException {
    Path file = Files.writeString(elsewhere.resolve("infra.json"), "{" + TARGET + "}");

    Settings settings = SettingsReader.read(request(Map.of("PARAMETERS_FILE", file.toString())));

    assertThat(settings.spanner().databaseName())
        .isEqualTo("projects/acme/instances/main/databases/orders");
  }

  private Settings read(String file, Map<String, String> more) {
    workspace().with("infra.json", file);
    return SettingsReader.read(request(environment(more)));
  }

  private ConfigurationFailure failure(String file, Map<String, String> more) {
    workspace().with("infra.json", file);
    return failure(environment(more));
  }

  private ConfigurationFailure failureOf(String path) {
    return failure(Map.of("PARAMETERS_FILE", path));
  }

  private ConfigurationFailure failure(Map<String, String> environment) {
    return Optional.ofNullable(
            catchThrowableOfType(
                ConfigurationFailure.class, () -> SettingsReader.read(request(environment))))
        .orElseThrow();
  }

  private static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("PARAMETERS_FILE", "infra.json");
    return all;
  }

  private Request request(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("SPANNER_EMULATOR_HOST", "localhost:9010");
    return new Request(all, Map.of(), false, clone);
  }

  private Workspace workspace() {
    return new Workspace(clone);
  }
}
