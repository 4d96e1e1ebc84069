package dev.spannerpipe.targets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects of Config Connector, as kubectl prints them.
class ConnectorResourceTest {
  private static final String DATABASE =
      """
      {"apiVersion": "spanner.cnrm.cloud.google.com/v1beta1", "kind": "SpannerDatabase",
       "metadata": {"name": "shop", "namespace": "team", "generation": 2,
        "annotations": {"cnrm.cloud.google.com/project-id": "acme"}},
       "spec": {"databaseDialect": "GOOGLE_STANDARD_SQL", "instanceRef": {"name": "main"}},
       "status": {
        "conditions": [{"reason": "UpToDate", "status": "True", "type": "Ready"}],
        "observedGeneration": 2}}
      """;
  private static final String INSTANCE =
      """
      {"apiVersion": "spanner.cnrm.cloud.google.com/v1beta1", "kind": "SpannerInstance",
       "metadata": {"name": "main", "namespace": "team", "generation": 1,
        "annotations": {"cnrm.cloud.google.com/project-id": "acme"}},
       "spec": {"resourceID": "main-eu"},
       "status": {
        "conditions": [{"reason": "UpToDate", "status": "True", "type": "Ready"}],
        "observedGeneration": 1}}
      """;
  private static final String ON_DATABASE =
      "spannerdatabase.spanner.cnrm.cloud.google.com/shop -n team";

  @Test
  void readsADatabaseAndItsInstance() {
    Targets targets = read(list(DATABASE, INSTANCE));

    assertThat(texts(targets))
        .isEqualTo("PROJECT=acme SPANNER_INSTANCE=main-eu SPANNER_DATABASE=shop");
    assertThat(targets.problems()).isEmpty();
    assertThat(targets.warnings()).isEmpty();
  }

  @Test
  void prefersTheResourceIdToTheNameInTheCluster() {
    String named = with(DATABASE, "\"spec\": {", "\"spec\": {\"resourceID\": \"orders\", ");

    assertThat(texts(read(list(named, INSTANCE)))).endsWith(" SPANNER_DATABASE=orders");
  }

  @ParameterizedTest
  @CsvSource({"main-eu", "projects/acme/instances/main-eu"})
  void readsAnInstanceOutsideOfTheCluster(String external) {
    Targets targets =
        read(with(DATABASE, "\"name\": \"main\"", "\"external\": \"" + external + "\""));

    assertThat(texts(targets))
        .isEqualTo("PROJECT=acme SPANNER_INSTANCE=main-eu SPANNER_DATABASE=shop");
    assertThat(targets.problems()).isEmpty();
  }

  @Test
  void rejectsAnInstanceOfAnotherProject() {
    Targets targets =
        read(with(DATABASE, "\"name\": \"main\"", "\"external\": \"projects/dev/instances/main\""));

    assertThat(targets.problems())
        .containsExactly(
            new TargetProblem(
                "gives PROJECT two values: \"acme\" (SpannerDatabase shop) and \"dev\""
                    + " (SpannerDatabase shop)",
                "Leave one of them in the file"));
  }

  @Test
  void rejectsADatabaseWhoseInstanceIsNotInTheFile() {
    TargetProblem problem =
        new TargetProblem(
            "has the SpannerDatabase shop, but not the SpannerInstance main that its"
                + " spec.instanceRef names",
            "Write both objects, as in kubectl get spannerdatabases,spannerinstances -o json");

    assertThat(read(DATABASE).problems()).containsExactly(problem);
    assertThat(
            read(list(
                    DATABASE, with(INSTANCE, "\"namespace\": \"team\"", "\"namespace\": \"ops\"")))
                .problems())
        .contains(problem);
    assertThat(read(list(with(DATABASE, "{\"name\": \"main\"}", "{}"), INSTANCE)).problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop, but not the SpannerInstance that its"
                    + " spec.instanceRef names",
                problem.action()));
  }

  @Test
  void followsAReferenceToAnotherNamespace() {
    String referring =
        with(DATABASE, "{\"name\": \"main\"}", "{\"name\": \"main\", \"namespace\": \"ops\"}");

    assertThat(
            texts(
                read(
                    list(
                        referring,
                        with(INSTANCE, "\"namespace\": \"team\"", "\"namespace\": \"ops\"")))))
        .isEqualTo("PROJECT=acme SPANNER_INSTANCE=main-eu SPANNER_DATABASE=shop");
  }

  @Test
  void rejectsAnObjectThatDoesNotShowItsProject() {
    assertThat(
            read(list(with(DATABASE, "cnrm.cloud.google.com/project-id", "owner"), INSTANCE))
                .problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop without the annotation"
                    + " cnrm.cloud.google.com/project-id, so its project is that of its namespace,"
                    + " which the file does not show",
                "Set the annotation on the object, and write the file again"));
  }

  @Test
  void rejectsAResourceThatIsNotUpToDate() {
    assertThat(
            read(list(
                    with(
                        DATABASE,
                        "\"reason\": \"UpToDate\", \"status\": \"True\"",
                        "\"reason\": \"UpdateFailed\", \"status\": \"False\""),
                    INSTANCE))
                .problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop, whose condition Ready is False (UpdateFailed)",
                "Run kubectl wait --for=condition=Ready "
                    + ON_DATABASE
                    + ", and write the file again"));
    assertThat(read(list(with(DATABASE, "UpToDate", "Updating"), INSTANCE)).problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop, whose condition Ready has the reason Updating instead"
                    + " of UpToDate",
                "Run kubectl describe "
                    + ON_DATABASE
                    + " to see what keeps it, and write the file again"));
    assertThat(
            read(list(
                    with(DATABASE, "\"observedGeneration\": 2", "\"observedGeneration\": 1"),
                    INSTANCE))
                .problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop, whose observedGeneration is 1, while"
                    + " metadata.generation is 2: its status belongs to an earlier specification",
                "Wait until the provider has handled the latest change of the resource, and write"
                    + " the file again"));
  }

  @Test
  void rejectsASecondWriter() {
    String written = with(DATABASE, "\"spec\": {", "\"spec\": {\"ddl\": [\"CREATE TABLE a\"], ");

    assertThat(read(list(written, INSTANCE)).problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop with spec.ddl, so Config Connector writes the schema,"
                    + " too, with statements that the changelog does not have",
                "Set the annotation cnrm.cloud.google.com/deletion-policy to abandon first, delete"
                    + " the object, which leaves the database, create it again without ddl, and"
                    + " write the file again"));
  }

  @Test
  void rejectsTwoDatabasesAndAnUnknownVersion() {
    assertThat(read(list(DATABASE, with(DATABASE, "\"shop\"", "\"cart\""), INSTANCE)).problems())
        .containsExactly(
            new TargetProblem(
                "has 2 objects of the kind SpannerDatabase: SpannerDatabase shop, SpannerDatabase"
                    + " cart",
                "Write only the one that belongs to this deployment, as in kubectl get "
                    + ON_DATABASE
                    + " -o json"));
    assertThat(read(list(with(DATABASE, "/v1beta1", "/v1"), INSTANCE)).problems())
        .containsExactly(
            new TargetProblem(
                "has the SpannerDatabase shop of spanner.cnrm.cloud.google.com/v1, which the pipe"
                    + " does not read",
                "Write it as spanner.cnrm.cloud.google.com/v1beta1, as in kubectl get"
                    + " spannerdatabase.v1beta1.spanner.cnrm.cloud.google.com -o json"));
  }

  private static Targets read(String document) {
    return TargetsReader.read(document.getBytes(UTF_8));
  }

  private static String list(String... items) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": ["
        + String.join(",", items)
        + "]}";
  }

  private static String with(String document, String what, String by) {
    assertThat(document).contains(what);
    return document.replace(what, by);
  }

  private static String texts(Targets targets) {
    return targets.values().stream()
        .map(value -> value.variable().name() + "=" + String.join(",", value.items()))
        .collect(Collectors.joining(" "));
  }
}
