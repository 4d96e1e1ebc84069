package dev.spannerpipe.targets;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are not objects of a cluster: what is no JSON, outputs of Terraform, flat objects.
class TargetsReaderTest {
  private static final String HOW_TO_WRITE =
      "Write the file with terraform output -json or kubectl get … -o json, or as one flat JSON"
          + " object";
  private static final String NOTHING =
      "sets none of PROJECT, SPANNER_INSTANCE, SPANNER_DATABASE, CHANGELOG_PARAMETERS,"
          + " AWS_DEFAULT_REGION, STATE_MACHINE_ARN";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                        | is empty
          ` \n`                                     | is empty
          `PROJECT=acme`                            | is not JSON
          `{'project': 'acme'}`                     | is not JSON
          `{"project": "acme",}`                    | is not JSON
          `{"project": "acme"} {}`                  | is not JSON
          `{"project": "acme", "project": "other"}` | is JSON in which an object has a member twice
          `{"other": {"a": 1, "a": 1}}`             | is JSON in which an object has a member twice
          `"acme"`                                  | is JSON, but a string instead of an object
          `["acme"]`                                | is JSON, but an array instead of an object
          `null`                                    | is JSON, but null instead of an object
          """)
  void rejectsWhatIsNotOneObject(String text, String what) {
    assertThat(read(text.replace("\\n", "\n")).problems())
        .containsExactly(new TargetProblem(what, HOW_TO_WRITE));
  }

  @Test
  void rejectsADeepFileWithoutReadingOn() {
    assertThat(read("[".repeat(200_000)).problems())
        .containsExactly(new TargetProblem("is not JSON", HOW_TO_WRITE));
    assertThat(read("{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)).problems())
        .containsExactly(new TargetProblem("is not JSON", HOW_TO_WRITE));
  }

  @Test
  void rejectsAnotherEncoding() {
    assertThat(TargetsReader.read("{\"project\": \"\u00e4\"}".getBytes(UTF_16LE)).problems())
        .containsExactly(new TargetProblem("is not UTF-8 text", "Write it in UTF-8"));
    assertThat(TargetsReader.read(new byte[] {'{', (byte) 0xC3, '}'}).problems())
        .containsExactly(new TargetProblem("is not UTF-8 text", "Write it in UTF-8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"database\": \"orders\"}",
        "{\"project\": \"\", \"spanner_database\": null, \"changelog_parameters\": {}}",
        "{\"format_version\": \"1.0\", \"values\": {\"outputs\": {}}}",
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\"project\": \"acme\"}}"
      })
  void rejectsAFileThatSetsNothing(String text) {
    assertThat(read(text).problems()).containsExactly(new TargetProblem(NOTHING, HOW_TO_WRITE));
  }

  @Test
  void readsTheOutputsOfTerraform() throws IOException {
    Targets targets =
        TargetsReader.read(
            Files.readAllBytes(Path.of("src/test/resources/targets/terraform.json")));

    assertThat(targets)
        .isEqualTo(
            new Targets(
                List.of(
                    value(TargetVariable.PROJECT, "output project", "acme-prod"),
                    value(TargetVariable.SPANNER_INSTANCE, "output spanner_instance", "shop"),
                    value(TargetVariable.SPANNER_DATABASE, "output spanner_database", "orders"),
                    value(
                        TargetVariable.CHANGELOG_PARAMETERS,
                        "output changelog_parameters",
                        "bucket=acme-prod-exports",
                        "owner=ops"),
                    value(
                        TargetVariable.AWS_DEFAULT_REGION,
                        "output aws_default_region",
                        "eu-west-1"),
                    value(
                        TargetVariable.STATE_MACHINE_ARN,
                        "output state_machine_arn",
                        "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy")),
                List.of("cluster_endpoint", "cpu_share"),
                List.of(),
                List.of()));
  }

  @Test
  void readsAFlatObjectWhoseKeysHaveAnyCase() {
    assertThat(
            read("""
                {"Project": "acme", "SPANNER_DATABASE": "orders",
                 "changelog_parameters": {"note": "", "value": "a=b", "sensitive": "no"}}
                """)
                .values())
        .containsExactly(
            value(TargetVariable.PROJECT, "key Project", "acme"),
            value(TargetVariable.SPANNER_DATABASE, "key SPANNER_DATABASE", "orders"),
            value(
                TargetVariable.CHANGELOG_PARAMETERS,
                "key changelog_parameters",
                "note=",
                "value=a=b",
                "sensitive=no"));
  }

  @Test
  void takesNoLetterForAnother() {
    Targets targets =
        read("{\"\u017fpanner_database\": \"orders\", \"spanner_\u0131nstance\": \"i\"}");

    assertThat(targets.values()).isEmpty();
    assertThat(targets.otherKeys())
        .containsExactly("\u017fpanner_database", "spanner_\u0131nstance");
  }

  @Test
  void neverShowsASensitiveOutput() {
    Targets targets =
        read(
            """
            {"spanner_database": {"sensitive": true, "type": "string", "value": "hidden"},
             "password": {"sensitive": true, "type": "string", "value": "hidden"}}
            """);

    assertThat(targets.problems())
        .containsExactly(
            new TargetProblem(
                "has the sensitive output spanner_database",
                "Remove sensitive = true from this output: log and record show the targets of a"
                    + " run"));
    assertThat(targets.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `5`                                          | key   | a number
          `true`                                       | key   | a boolean
          `["orders"]`                                 | key   | an array
          `{"sensitive": "false", "value": "o"}`       | key   | an object
          `{"sensitive": false}`                       | key   | an object
          `{"sensitive": false, "value": 5}`           | output | a number
          `{"sensitive": false, "value": {"a": "b"}}`  | output | an object
          """)
  void rejectsATargetThatIsNoString(String json, String place, String type) {
    assertThat(read("{\"spanner_database\": " + json + "}").problems())
        .containsExactly(
            new TargetProblem(
                "has the %s spanner_database, which is %s instead of a string"
                    .formatted(place, type),
                "Write the value in quotation marks"));
  }

  @Test
  void rejectsParametersThatAreNoStrings() {
    assertThat(
            read("{\"changelog_parameters\": {\"rows\": 5, \"a=b\": \"c\", \"none\": null}}")
                .problems())
        .containsExactly(
            new TargetProblem(
                "has the key changelog_parameters with the parameter rows, which is a number"
                    + " instead of a string",
                "Write the value in quotation marks"),
            new TargetProblem(
                "has the key changelog_parameters with the parameter a=b, whose name contains an"
                    + " equals sign",
                "Rename the parameter"),
            new TargetProblem(
                "has the key changelog_parameters with the parameter none, which is null instead of"
                    + " a string",
                "Write the value in quotation marks"));
    assertThat(read("{\"changelog_parameters\": \"owner=ops\"}").problems())
        .containsExactly(
            new TargetProblem(
                "has the key changelog_parameters, which is a string instead of an object",
                "Write the changelog parameters as an object of strings"));
  }

  @Test
  void rejectsTwoKeysThatDisagree() {
    assertThat(read("{\"project\": \"acme\", \"PROJECT\": \"acme\"}").problems()).isEmpty();
    assertThat(read("{\"project\": \"acme\", \"PROJECT\": \"other\\nline\"}").problems())
        .containsExactly(
            new TargetProblem(
                "gives PROJECT two values: \"acme\" (key project) and \"other line\" (key PROJECT)",
                "Leave one of them in the file"));
  }

  private static TargetValue value(TargetVariable variable, String origin, String... items) {
    return new TargetValue(variable, List.of(items), origin);
  }

  private static Targets read(String text) {
    return TargetsReader.read(text.getBytes(UTF_8));
  }
}
