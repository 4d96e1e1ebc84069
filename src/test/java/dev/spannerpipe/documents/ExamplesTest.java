package dev.spannerpipe.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.config.Request;
import dev.spannerpipe.config.SettingsReader;
import dev.spannerpipe.config.Variable;
import dev.spannerpipe.config.Variables;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each block of code of the documents is what it looks like, and each pipeline gives the pipe
/// variables that it takes.
class ExamplesTest {
  private static final String PROVIDER =
      "projects/123456789012/locations/global/workloadIdentityPools/bitbucket/providers/pipelines";

  /// What a step's environment holds in place of the variables that the examples name.
  private static final Map<String, String> STEP =
      Map.of(
          "$PROJECT", "acme-dev",
          "$SPANNER_INSTANCE", "main",
          "$SPANNER_DATABASE", "shop",
          "$GOOGLE_WORKLOAD_IDENTITY_PROVIDER", PROVIDER,
          "$GOOGLE_SERVICE_ACCOUNT", "spanner-pipe-apply@acme-dev.iam.gserviceaccount.com",
          "$BITBUCKET_ACCESS_TOKEN", "secret-of-the-repository",
          "$BITBUCKET_DOCKER_HOST_INTERNAL", "host.docker.internal");

  /// What the script of another line needs around it.
  private static final Map<String, String> AROUND =
      Map.of(
          "PROJECT", "acme-dev",
          "SPANNER_INSTANCE", "main",
          "SPANNER_DATABASE", "shop",
          "GOOGLE_WORKLOAD_IDENTITY_PROVIDER", PROVIDER);

  private static final Pattern DOLLAR = Pattern.compile("\\$[A-Z0-9_]+");

  @TempDir private Path clone;

  /// An example with the place where it stands.
  private record Example(String where, String text) {}

  private static List<Example> examples(String language) {
    return Markdown.pages().stream()
        .flatMap(
            page ->
                page.blocks(language).stream()
                    .map(
                        block ->
                            new Example(
                                page.file().getFileName() + ":" + block.line(), block.text())))
        .toList();
  }

  private static List<Example> pipelines() {
    List<Example> pipelines = new ArrayList<>(examples("yaml"));
    pipelines.removeIf(example -> example.text().startsWith("rules:"));
    // A repository and its logs, which DocumentedLogsIT runs.
    pipelines.removeIf(example -> example.where().startsWith("log.md:"));
    // An object of a cluster, which is a file of the set-up, too.
    pipelines.removeIf(example -> example.text().startsWith("apiVersion:"));
    String own = Markdown.page("bitbucket-pipelines.yml").text();
    pipelines.add(new Example("bitbucket-pipelines.yml:1", own));
    return pipelines;
  }

  @Test
  void everyPipelineGivesThePipeWhatItTakes() {
    List<String> wrong = new ArrayList<>();
    for (Example example : pipelines()) {
      try {
        List<PipelineYaml.Use> uses = PipelineYaml.uses(example.text());
        assertThat(uses).as(example.where()).isNotEmpty();
        uses.forEach(this::read);
      } catch (RuntimeException problem) {
        wrong.add(example.where() + ": " + problem);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(pipelines()).hasSizeGreaterThan(10);
  }

  @Test
  void everyPipelineNamesThisVersion() {
    String version = Markdown.page("pom.xml").text();
    String own = version.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(pipelines())
        .allSatisfy(
            example ->
                assertThat(PipelineYaml.uses(example.text()))
                    .as(example.where())
                    .allSatisfy(
                        use ->
                            assertThat(use.image())
                                .startsWith("docker://")
                                .endsWith("/spanner-pipe:" + own)));
  }

  /// Reads the settings as the run would, in which every value is checked.
  private void read(PipelineYaml.Use use) {
    Set<String> unknown = new HashSet<>(use.variables().keySet());
    Variables.ALL.stream()
        .filter(variable -> variable.availability() == Variable.Availability.NOW)
        .forEach(
            variable ->
                unknown.removeIf(name -> name.matches(variable.name() + "(_COUNT|_[0-9]+)?")));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("the pipe has no variables " + unknown);
    }
    Map<String, String> environment = new HashMap<>(use.whole() ? Map.of() : AROUND);
    use.variables().forEach((name, value) -> environment.put(name, inStep(name, value)));
    environment.put("BITBUCKET_DOCKER_HOST_INTERNAL", "host.docker.internal");
    if (environment.containsKey("STATE_MACHINE_ARN")) {
      environment.putIfAbsent("AWS_OIDC_ROLE_ARN", "arn:aws:iam::123456789012:role/deploy");
    }
    if (environment.containsKey("PARAMETERS_FILE")) {
      new Workspace(clone)
          .with(
              environment.get("PARAMETERS_FILE"),
              Markdown.page("src/test/resources/targets/deploytarget.json").text());
    }
    if (use.oidc() || !use.whole()) {
      environment.put("BITBUCKET_STEP_OIDC_TOKEN", "e30.e30.c2ln");
    }
    assertThat(
            SettingsReader.read(new Request(environment, Map.of(), false, clone.toAbsolutePath()))
                .warnings())
        .isEmpty();
  }

  private static String inStep(String name, String value) {
    if (value.equals("<string>")) {
      return AROUND.get(name);
    }
    return DOLLAR
        .matcher(value)
        .replaceAll(
            match -> {
              String known = STEP.get(match.group());
              if (known == null) {
                throw new IllegalArgumentException(name + " is " + match.group());
              }
              return Matcher.quoteReplacement(known);
            });
  }

  @Test
  void everyShellBlockIsOne() throws IOException, InterruptedException {
    for (Example example : examples("sh")) {
      assertShell(example);
    }
    assertThat(examples("sh")).hasSizeGreaterThan(5);
  }

  @Test
  void everyScriptOfAStepIsOne() throws IOException, InterruptedException {
    for (Example example : pipelines()) {
      for (String script : PipelineYaml.scripts(example.text())) {
        assertShell(new Example(example.where(), script));
      }
    }
  }

  private void assertShell(Example example) throws IOException, InterruptedException {
    Path script = clone.resolve("script");
    Files.writeString(script, example.text());
    Process check =
        new ProcessBuilder("bash", "-n", script.toString()).redirectErrorStream(true).start();

    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).as(example.where()).isEmpty();
  }

  @Test
  void everyJsonBlockIsOne() {
    assertThat(examples("json"))
        .isNotEmpty()
        .allSatisfy(
            example ->
                assertThat(Json.parseObject(example.text()).values())
                    .as(example.where())
                    .isNotEmpty());
  }

  /// What is not held by a test is shown to be so: a block of another language is a mistake, too.
  @Test
  void everyBlockIsOfAKindThatATestHolds() {
    assertThat(
            Markdown.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .map(Markdown.Block::language)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("yaml", "sh", "json", "sql", "python", "");
  }
}
