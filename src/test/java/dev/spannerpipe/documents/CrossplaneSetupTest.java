package dev.spannerpipe.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.targets.TargetVariable;
import dev.spannerpipe.targets.Targets;
import dev.spannerpipe.targets.TargetsReader;
import dev.spannerpipe.testing.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The set-up for Crossplane, the page on targets and the file that the tests take for the output
/// of kubectl belong together.
class CrossplaneSetupTest {
  private static final String FOLDER = "pipe/setup/crossplane/";
  private static final Markdown KUBECTL =
      Markdown.page("src/test/resources/targets/deploytarget.json");

  @Test
  void thePageShowsTheObjectOfTheSetUp() {
    List<String> objects =
        Markdown.page("src/docs/targets.md").blocks("yaml").stream()
            .map(Markdown.Block::text)
            .filter(text -> text.startsWith("apiVersion:"))
            .toList();

    assertThat(objects).containsExactly(Markdown.page(FOLDER + "shop.yaml").text());
  }

  @Test
  void theObjectHasWhatItsDefinitionRequires() {
    Map<?, ?> version =
        (Map<?, ?>) ((List<?>) at(load("definition.yaml"), "spec", "versions")).getFirst();
    Map<?, ?> spec = (Map<?, ?>) at(version, "schema", "openAPIV3Schema", "properties", "spec");

    assertThat(at(load("shop.yaml"), "spec"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys(((Map<?, ?>) spec.get("properties")).keySet().toArray())
        .containsOnlyKeys(((List<?>) spec.get("required")).toArray());
  }

  @Test
  void theProvidersAnswerWithWhatTheCompositionMakes() {
    assertThat(composed().stream().map(base -> base.get("apiVersion") + " " + base.get("kind")))
        .containsExactlyElementsOf(
            items().stream()
                .map(item -> text(item, "apiVersion") + " " + text(item, "kind"))
                .toList());
    assertThat(Markdown.page(FOLDER + "composition.yaml").text()).doesNotContain("ddl:");
  }

  @Test
  void theOutputOfKubectlNamesTheTargetsOfTheObject() {
    Map<?, ?> spec = (Map<?, ?>) at(load("shop.yaml"), "spec");

    Targets targets = TargetsReader.read(KUBECTL.text().getBytes(UTF_8));

    assertThat(targets.problems()).isEmpty();
    assertThat(targets.warnings()).isEmpty();
    assertThat(
            targets.values().stream()
                .collect(
                    Collectors.toMap(each -> each.variable(), each -> each.items().getFirst())))
        .containsEntry(TargetVariable.PROJECT, String.valueOf(spec.get("project")))
        .containsEntry(TargetVariable.SPANNER_INSTANCE, String.valueOf(spec.get("instance")))
        .containsEntry(TargetVariable.SPANNER_DATABASE, String.valueOf(spec.get("database")))
        .containsEntry(TargetVariable.AWS_DEFAULT_REGION, String.valueOf(spec.get("region")))
        .hasSize(5);
  }

  private static List<Map<?, ?>> composed() {
    List<Map<?, ?>> bases = new ArrayList<>();
    Map<?, ?> step =
        (Map<?, ?>) ((List<?>) at(load("composition.yaml"), "spec", "pipeline")).getFirst();
    for (Object resource : (List<?>) at(step, "input", "resources")) {
      bases.add((Map<?, ?>) at(resource, "base"));
    }
    return bases;
  }

  private static List<JsonDocument> items() {
    return StreamSupport.stream(
            JsonDocument.parse(KUBECTL.text())
                .member("items")
                .orElseThrow()
                .elements()
                .spliterator(),
            false)
        .toList();
  }

  private static String text(JsonDocument item, String name) {
    return item.member(name).flatMap(JsonDocument::string).orElseThrow();
  }

  private static Object load(String name) {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(Markdown.page(FOLDER + name).text());
  }

  private static Object at(Object node, String... path) {
    Object found = node;
    for (String name : path) {
      found = ((Map<?, ?>) found).get(name);
    }
    return found;
  }
}
