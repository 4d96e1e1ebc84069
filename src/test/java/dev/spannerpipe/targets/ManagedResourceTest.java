package dev.spannerpipe.targets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects of a cluster, as kubectl prints them.
class ManagedResourceTest {
  private static final String DATABASE =
      """
      {"apiVersion": "spanner.gcp.upbound.io/v1beta2", "kind": "Database",
       "metadata": {"name": "shop-9d4b6f", "generation": 4,
        "annotations": {"crossplane.io/external-name": "orders"}},
       "spec": {"forProvider": {"instance": "wanted", "project": "wanted"},
        "managementPolicies": ["*"]},
       "status": {"atProvider": {"id": "shop/orders", "instance": "shop", "project": "acme",
         "state": "READY"},
        "conditions": [
         {"observedGeneration": 4, "reason": "Available", "status": "True", "type": "Ready"},
         {"observedGeneration": 4, "reason": "ReconcileSuccess", "status": "True", "type": "Synced"}],
        "observedGeneration": 4}}
      """;
  private static final String INSTANCE =
      DATABASE
          .replace("Database", "Instance")
          .replace("shop-9d4b6f", "shop-5c2f0e")
          .replace("\"orders\"", "\"shop\"");
  private static final String MACHINE =
      """
      {"apiVersion": "sfn.aws.upbound.io/v1beta1", "kind": "StateMachine",
       "metadata": {"name": "shop-b7a81e", "namespace": "team", "generation": 2},
       "spec": {"forProvider": {"region": "eu-west-1"}},
       "status": {"atProvider": {"arn": "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy",
         "status": "ACTIVE", "type": "STANDARD"},
        "conditions": [{"status": "True", "type": "Ready"}, {"status": "True", "type": "Synced"}],
        "observedGeneration": 2}}
      """;
  private static final String ON_DATABASE = "database.spanner.gcp.upbound.io/shop-9d4b6f";
  private static final String NO_UPDATE =
      "Set spec.managementPolicies to [\"Observe\", \"Create\", \"LateInitialize\"] first, leave ddl"
          + " unchanged until that is in effect, and write the file again";

  @Test
  void readsAListAsTheProvidersWriteIt() throws IOException {
    Targets targets =
        TargetsReader.read(
            Files.readAllBytes(Path.of("src/test/resources/targets/crossplane.json")));

    assertThat(targets)
        .isEqualTo(
            new Targets(
                List.of(
                    value(TargetVariable.PROJECT, "acme-prod", "Database shop-qv7wd-9d4b6f3c2e10"),
                    value(
                        TargetVariable.SPANNER_INSTANCE,
                        "shop",
                        "Database shop-qv7wd-9d4b6f3c2e10"),
                    value(
                        TargetVariable.SPANNER_DATABASE,
                        "orders",
                        "Database shop-qv7wd-9d4b6f3c2e10"),
                    value(
                        TargetVariable.AWS_DEFAULT_REGION,
                        "eu-west-1",
                        "StateMachine shop-qv7wd-b7a81e5540fd"),
                    value(
                        TargetVariable.STATE_MACHINE_ARN,
                        "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy",
                        "StateMachine shop-qv7wd-b7a81e5540fd")),
                List.of(),
                List.of(),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spanner.gcp.upbound.io/v1beta1",
        "spanner.gcp.upbound.io/v1beta2",
        "spanner.gcp.m.upbound.io/v1beta1"
      })
  void readsOneObjectOfEachVersion(String version) {
    Targets database = read(with(DATABASE, "spanner.gcp.upbound.io/v1beta2", version));
    Targets instance = read(with(INSTANCE, "spanner.gcp.upbound.io/v1beta2", version));

    assertThat(texts(database))
        .isEqualTo("PROJECT=acme SPANNER_INSTANCE=shop SPANNER_DATABASE=orders");
    assertThat(texts(instance)).isEqualTo("PROJECT=acme SPANNER_INSTANCE=shop");
    assertThat(database.problems()).isEmpty();
    assertThat(instance.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sfn.aws.upbound.io/v1beta1",
        "sfn.aws.upbound.io/v1beta2",
        "sfn.aws.m.upbound.io/v1beta1"
      })
  void readsAStateMachineOfEachVersion(String version) {
    Targets machine = read(with(MACHINE, "sfn.aws.upbound.io/v1beta1", version));

    assertThat(texts(machine))
        .isEqualTo(
            "AWS_DEFAULT_REGION=eu-west-1"
                + " STATE_MACHINE_ARN=arn:aws:states:eu-west-1:123456789012:stateMachine:deploy");
    assertThat(machine.problems()).isEmpty();
  }

  @Test
  void rejectsAVersionThatIsNotKnown() {
    assertThat(read(with(DATABASE, "/v1beta2", "/v1beta3")).problems())
        .containsExactly(
            new TargetProblem(
                "has the Database shop-9d4b6f of spanner.gcp.upbound.io/v1beta3, which the pipe does"
                    + " not read",
                "Write it as spanner.gcp.upbound.io/v1beta2, as in kubectl get"
                    + " database.v1beta2.spanner.gcp.upbound.io -o json"));
  }

  @Test
  void ignoresOtherObjectsAndWarnsOfOnesWithTheSameKind() {
    String other = with(DATABASE, "spanner.gcp.upbound.io", "sql.gcp.upbound.io");
    String member = with(DATABASE, "\"Database\"", "\"DatabaseIAMMember\"");

    Targets targets = read(list(DATABASE, other, member));

    assertThat(texts(targets))
        .isEqualTo("PROJECT=acme SPANNER_INSTANCE=shop SPANNER_DATABASE=orders");
    assertThat(targets.problems()).isEmpty();
    assertThat(targets.warnings())
        .containsExactly(
            "has the Database shop-9d4b6f of sql.gcp.upbound.io/v1beta2, which the pipe does not"
                + " read");
  }

  @Test
  void rejectsAListWithoutObjects() {
    assertThat(read(list()).problems())
        .containsExactly(
            new TargetProblem(
                "has a list without objects",
                "Check the context, the namespace and the names that kubectl get was called with"));
  }

  @Test
  void rejectsTwoDatabases() {
    assertThat(read(list(DATABASE, INSTANCE, with(DATABASE, "shop-9d4b6f", "cart-1f"))).problems())
        .containsExactly(
            new TargetProblem(
                "has 2 objects of the kind Database: Database shop-9d4b6f, Database cart-1f",
                "Write only the one that belongs to this deployment, as in kubectl get "
                    + ON_DATABASE
                    + " -o json"));
  }

  @Test
  void rejectsADatabaseOfAnotherInstance() {
    assertThat(read(list(DATABASE, with(INSTANCE, "\"shop\"}}", "\"cart\"}}"))).problems())
        .containsExactly(
            new TargetProblem(
                "gives SPANNER_INSTANCE two values: \"shop\" (Database shop-9d4b6f) and \"cart\""
                    + " (Instance shop-5c2f0e)",
                "Leave one of them in the file"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `"annotations": {"crossplane.io/external-name": "orders"}` | `"labels": {}`   | the annotation crossplane.io/external-name
          `"crossplane.io/external-name": "orders"` | `"crossplane.io/external-name": ""` | the annotation crossplane.io/external-name
          `"instance": "shop", ` | `` | status.atProvider.instance
          `"project": "acme",`   | `` | status.atProvider.project
          """)
  void takesNoNameFromAnywhereElse(String what, String by, String missing) {
    assertThat(read(with(DATABASE, what, by)).problems())
        .containsExactly(
            new TargetProblem(
                "has the Database shop-9d4b6f without " + missing,
                "Wait until the provider has written it, and write the file again"));
  }

  @Test
  void rejectsAResourceThatIsNotReady() {
    String creating =
        with(
            DATABASE,
            "\"reason\": \"Available\", \"status\": \"True\"",
            "\"reason\": \"Creating\", \"status\": \"False\"");
    String failed =
        with(
            DATABASE,
            "\"reason\": \"ReconcileSuccess\", \"status\": \"True\"",
            "\"message\": \"cannot\\nupdate\", \"reason\": \"ReconcileError\", \"status\":"
                + " \"Unknown\"");

    assertThat(read(creating).problems())
        .containsExactly(
            new TargetProblem(
                "has the Database shop-9d4b6f, whose condition Ready is False (Creating)",
                "Run kubectl wait --for=condition=Ready "
                    + ON_DATABASE
                    + ", and write the file again"));
    assertThat(read(failed).problems())
        .containsExactly(
            new TargetProblem(
                "has the Database shop-9d4b6f, whose condition Synced is Unknown (ReconcileError:"
                    + " cannot update)",
                "Run kubectl wait --for=condition=Synced "
                    + ON_DATABASE
                    + ", and write the file again"));
    assertThat(read(with(MACHINE, "\"type\": \"Ready\"", "\"type\": \"Test\"")).problems())
        .containsExactly(
            new TargetProblem(
                "has the StateMachine shop-b7a81e, whose condition Ready is missing",
                "Run kubectl wait --for=condition=Ready"
                    + " statemachine.sfn.aws.upbound.io/shop-b7a81e -n team, and write the file"
                    + " again"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `"generation": 4`                                        | `"generation": 5`          | 4     | 5
          `"generation": 4,`                                       | ``                         | 4     | missing
          `"observedGeneration": 4}}`                              | `"observedGeneration": 3}}` | 3    | 4
          `"observedGeneration": 4}}`                              | `"observedGeneration": "4"}}` | "4" | 4
          `{"observedGeneration": 4, "reason": "Available"`        | `{"observedGeneration": 2, "reason": "Available"` | 2 | 4
          `{"observedGeneration": 4, "reason": "ReconcileSuccess"` | `{"observedGeneration": 1, "reason": "ReconcileSuccess"` | 1 | 4
          """)
  void rejectsAStatusOfAnEarlierSpecification(
      String what, String by, String observed, String latest) {
    assertThat(read(with(DATABASE, what, by)).problems())
        .containsExactly(
            new TargetProblem(
                "has the Database shop-9d4b6f, whose observedGeneration is %s, while metadata.generation is %s: its status belongs to an earlier specification"
                    .formatted(observed, latest),
                "Wait until the provider has handled the latest change of the resource, and write"
                    + " the file again"));
  }

  @Test
  void warnsWhereTheProviderGivesNoGeneration() {
    String old = DATABASE.replaceAll(",?\\s*\"observedGeneration\": 4,?", "");

    Targets targets = read(old);

    assertThat(targets.problems()).isEmpty();
    assertThat(targets.warnings())
        .containsExactly(
            "has the Database shop-9d4b6f without observedGeneration, so its status may belong to an"
                + " earlier specification");
  }

  @Test
  void rejectsAResourceThatIsBeingDeletedOrNotThereYet() {
    String deleted = "\"deletionTimestamp\": \"2026-11-02T08:14:31Z\", \"generation\": 4";

    assertThat(read(with(DATABASE, "\"generation\": 4", deleted)).problems())
        .containsExactly(
            new TargetProblem(
                "has the Database shop-9d4b6f, which is being deleted",
                "Use another resource, or write the file again once it was created anew"));
    assertThat(read(with(INSTANCE, "READY", "CREATING")).problems())
        .containsExactly(
            new TargetProblem(
                "has the Instance shop-5c2f0e, whose status.atProvider.state is CREATING",
                "Write the file again once the provider reports another state"));
    assertThat(read(with(MACHINE, "ACTIVE", "DELETING")).problems())
        .containsExactly(
            new TargetProblem(
                "has the StateMachine shop-b7a81e, whose status.atProvider.status is DELETING",
                "Write the file again once the provider reports another state"));
  }

  @Test
  void rejectsAnExpressWorkflow() {
    assertThat(read(with(MACHINE, "STANDARD", "EXPRESS")).problems())
        .containsExactly(
            new TargetProblem(
                "has the StateMachine shop-b7a81e, whose type is EXPRESS",
                "Use a state machine of the type STANDARD: a start of an Express workflow that was"
                    + " interrupted cannot be told from one that never happened"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `"forProvider": {`         | `"forProvider": {"ddl": ["CREATE TABLE a"], `     | spec.forProvider.ddl
          `"spec": {`                | `"spec": {"initProvider": {"ddl": ["CREATE TABLE a"]}, ` | spec.initProvider.ddl
          `"spec": {`                | `"spec": {"ddl": ["CREATE TABLE a"], `            | spec.ddl
          `"atProvider": {`          | `"atProvider": {"ddl": ["CREATE TABLE a"], `      | status.atProvider.ddl
          `"status": {"atProvider":` | `"status": {"ddl": "CREATE TABLE a", "atProvider":` | status.ddl
          """)
  void rejectsASecondWriter(String what, String by, String place) {
    String written = with(DATABASE, what, by);
    TargetProblem problem =
        new TargetProblem(
            "has the Database shop-9d4b6f with %s, so the provider writes the schema, too: it executes appended statements, and if another statement changes or is removed, its plan can recreate the database, which drops all data"
                .formatted(place),
            NO_UPDATE);

    assertThat(read(written).problems()).containsExactly(problem);
    for (String policies : List.of("[\"Observe\", \"Update\"]", "\"*\"", "null", "[5]")) {
      assertThat(read(with(written, "[\"*\"]", policies)).problems()).containsExactly(problem);
    }
    for (String policies :
        List.of("[\"Observe\"]", "[\"Observe\", \"Create\", \"LateInitialize\"]", "[]")) {
      assertThat(read(with(written, "[\"*\"]", policies)).problems()).isEmpty();
    }
  }

  @Test
  void namesEachPlaceOfASecondWriter() {
    String written =
        with(
            with(DATABASE, "\"forProvider\": {", "\"forProvider\": {\"ddl\": [\"A\"], "),
            "\"atProvider\": {",
            "\"atProvider\": {\"ddl\": [\"A\"], ");

    assertThat(read(written).problems())
        .singleElement()
        .extracting(TargetProblem::what)
        .asString()
        .startsWith(
            "has the Database shop-9d4b6f with spec.forProvider.ddl and status.atProvider.ddl,");
  }

  @Test
  void acceptsAnEmptyListOfStatements() {
    assertThat(
            read(with(DATABASE, "\"forProvider\": {", "\"forProvider\": {\"ddl\": [], "))
                .problems())
        .isEmpty();
  }

  private static TargetValue value(TargetVariable variable, String text, String origin) {
    return new TargetValue(variable, List.of(text), origin);
  }

  private static String texts(Targets targets) {
    return targets.values().stream()
        .map(value -> value.variable() + "=" + String.join(",", value.items()))
        .collect(Collectors.joining(" "));
  }

  private static String list(String... objects) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [%s]}"
        .formatted(Stream.of(objects).collect(Collectors.joining(",")));
  }

  private static String with(String object, String what, String by) {
    assertThat(object).contains(what);
    return object.replace(what, by);
  }

  private static Targets read(String text) {
    return TargetsReader.read(text.getBytes(UTF_8));
  }
}
