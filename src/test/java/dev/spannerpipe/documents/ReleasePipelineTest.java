package dev.spannerpipe.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Markdown;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a release's pipeline needs is on the page that says how a release is made, and no secret
/// gets into the arguments of a process.
class ReleasePipelineTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z][A-Z_]+)");
  private static final String LOGIN =
      "printf '%s' \"$REGISTRY_PASSWORD\" | docker login --username \"$REGISTRY_USERNAME\""
          + " --password-stdin ${REGISTRY:+\"$REGISTRY\"}";

  @Test
  void thePageOfTheReleaseHasEveryVariableThatItsStepsNeed() {
    Set<String> needed = new TreeSet<>();
    scripts().stream()
        .flatMap(script -> VARIABLE.matcher(script).results())
        .map(variable -> variable.group(1))
        // What Bitbucket sets, and the custom pipeline's own.
        .filter(name -> !name.startsWith("BITBUCKET_") && !name.equals("SEED"))
        .forEach(needed::add);

    assertThat(needed)
        .containsExactly("REGISTRY", "REGISTRY_PASSWORD", "REGISTRY_USERNAME", "RELEASE_IMAGE");
    String page = Markdown.page("src/docs/contributing.md").section("Release").text();
    assertThat(needed).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void thePasswordOfTheRegistryGoesThroughStandardInputOnly() {
    List<String> lines =
        scripts().stream()
            .flatMap(String::lines)
            .filter(line -> line.contains("REGISTRY_PASSWORD") || line.contains("login"))
            .toList();

    assertThat(lines).isNotEmpty().containsOnly(LOGIN);
  }

  private static List<String> scripts() {
    return PipelineYaml.scripts(Markdown.page("bitbucket-pipelines.yml").text());
  }
}
