package dev.spannerpipe.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.config.Request;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.config.SettingsReader;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.cloud.CloudRunJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The three ways in which users get a Cloud Run job make the same one, and the pipe accepts it.
class CloudRunSetUpTest {
  private static final Markdown PAGE = Markdown.page("src/docs/cloud-run.md");

  @TempDir private Path folder;

  /// Runs the commands of the page, in the place of whose programs stand some that write down how
  /// they were called. Returns the words of each call.
  private List<List<String>> calls() throws IOException, InterruptedException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String name : List.of("gcloud", "docker")) {
      Path program = programs.resolve(name);
      Files.writeString(
          program,
          """
          #!/bin/sh
          { printf '%s\\n' "${0##*/}" "$@"; echo; } >>"$CALLS"
          """);
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    String script =
        PAGE.blocks("sh").stream().map(Markdown.Block::text).collect(Collectors.joining("\n"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", script)
            .redirectErrorStream(true)
            .directory(folder.toFile());
    builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
    builder.environment().put("CALLS", folder.resolve("calls").toString());
    Process shell = builder.start();
    String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).isEmpty();
    assertThat(shell.exitValue()).isZero();
    List<List<String>> calls = new ArrayList<>();
    for (String call : Files.readString(folder.resolve("calls")).split("\n\n", -1)) {
      if (!call.isBlank()) {
        calls.add(call.strip().lines().toList());
      }
    }
    return calls;
  }

  @Test
  void theCommandsOfThePageMakeTheJobOfTheFile() throws IOException, InterruptedException {
    List<List<String>> calls = calls();

    assertThat(calls.stream().map(call -> String.join(" ", call.subList(0, 3))))
        .containsExactly(
            "docker build --platform=linux/amd64",
            "docker push <your registry>/orders-schema:1",
            "gcloud services enable",
            "gcloud iam service-accounts",
            "gcloud spanner databases",
            "gcloud run jobs",
            "gcloud run jobs",
            "docker build --platform=linux/amd64",
            "docker push <your registry>/orders-schema:2",
            "gcloud run jobs",
            "gcloud run jobs");
    assertThat(CloudRunJob.ofCommand(calls.get(5))).isEqualTo(CloudRunJob.ofFile());
    assertThat(calls.get(6))
        .containsExactly(
            "gcloud",
            "run",
            "jobs",
            "execute",
            CloudRunJob.ofFile().name(),
            "--project=acme-prod",
            "--region=europe-west1",
            "--wait");
    assertThat(calls.get(4))
        .contains(
            "--member=serviceAccount:" + CloudRunJob.ofFile().account(),
            "--role=roles/spanner.databaseUser");
  }

  @Test
  void terraformMakesTheJobOfTheFile() {
    assertThat(
            CloudRunJob.ofTerraform(
                Map.of(
                    "var.project", "acme-prod",
                    "var.instance", "main",
                    "var.database", "orders",
                    "var.job", "migrate-orders",
                    "var.image", "<your registry>/orders-schema:1",
                    "google_service_account.job.email",
                        "spanner-pipe-job@acme-prod.iam.gserviceaccount.com")))
        .isEqualTo(CloudRunJob.ofFile());
  }

  /// The run has to end by itself before Cloud Run ends it.
  @Test
  void thePipeAcceptsTheJob() {
    CloudRunJob job = CloudRunJob.ofFile();

    Settings settings =
        SettingsReader.read(
            new Request(job.environment("x7k2p", 0), Map.of(), false, folder.toAbsolutePath()));

    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.access().google()).isPresent();
    assertThat(settings.apply().timeout().orElseThrow().toSeconds())
        .isLessThanOrEqualTo(job.timeoutSeconds() - 60);
    assertThat(job.tasks()).isEqualTo(1);
    assertThat(job.maxRetries()).isEqualTo(1);
  }

  /// The changelog is where the pipe looks for it in the root directory, in which Cloud Run starts
  /// a container that names none.
  @Test
  void theImageHasTheChangelogWhereThePipeLooksForIt() throws IOException {
    String file = Files.readString(Path.of("pipe/setup/cloud-run/Dockerfile"));
    String version =
        Markdown.page("pom.xml").text().replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(file)
        .isEqualTo("FROM <your registry>/spanner-pipe:" + version + "\nCOPY schema /schema\n");
    assertThat(PAGE.blocks("").getFirst().text()).isEqualTo(file);
    Settings settings =
        SettingsReader.read(
            new Request(
                new HashMap<>(CloudRunJob.ofFile().environment("x7k2p", 0)),
                Map.of(),
                false,
                Path.of("/")));
    assertThat(settings.changelog().checkout().path().resolve(settings.changelog().changelogFile()))
        .isEqualTo(Path.of("/schema/changelog.yaml"));
    assertThat(settings.output().directory()).isEqualTo(Path.of("/.spanner-pipe/orders"));
  }
}
