package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one build learned to start fast never runs in the place of another build's classes: Java 25
/// before 25.0.4 takes a cache for whatever jars there are (JDK-8377932).
class StaleCacheIT {
  private static final String OLD = "1".repeat(64);
  private static final String NEW = "2".repeat(64);

  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("pipe"));
    Files.copy(Path.of("pipe", "spanner-pipe"), home.resolve("pipe").resolve("spanner-pipe"));
    Files.createDirectories(home.resolve("target"));
    new JarOutputStream(Files.newOutputStream(target("libraries.jar")), new Manifest()).close();
  }

  /// Builds a pipe that prints this, and names its jars.
  private void build(String words, String digest) throws IOException {
    Path classes = Files.createDirectories(home.resolve("classes"));
    Path source =
        Files.writeString(
            home.resolve("Main.java"),
            """
            package dev.spannerpipe;

            public class Main {
              public static void main(String[] arguments) {
                System.out.println("%s");
              }
            }
            """
                .formatted(words));
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    assertThat(compiler.run(null, null, null, "-d", classes.toString(), source.toString()))
        .isZero();
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(target("spanner-pipe.jar")))) {
      jar.putNextEntry(new JarEntry("dev/spannerpipe/Main.class"));
      Files.copy(classes.resolve("dev").resolve("spannerpipe").resolve("Main.class"), jar);
    }
    Files.writeString(target("spanner-pipe.id"), digest + "\n");
  }

  private Path target(String name) {
    return home.resolve("target").resolve(name);
  }

  private String run(String... learning) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", home.resolve("pipe").resolve("spanner-pipe").toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Stream.of(learning).forEach(name -> builder.environment().put(name, "true"));
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(home.resolve("output"), UTF_8);
  }

  private List<String> caches() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("target"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".aot"))
          .toList();
    }
  }

  @Test
  void runsTheNewClassesOfAJarThatWasBuiltAgain() throws IOException, InterruptedException {
    build("old", OLD);
    // Java tells of what it learns.
    assertThat(run("SPANNER_PIPE_LEARN")).startsWith("old\n");
    assertThat(caches())
        .containsExactly("spanner-pipe-%s-%s.aot".formatted(OLD, Runtime.version()));
    assertThat(run()).isEqualTo("old\n");

    build("new", NEW);

    assertThat(run()).isEqualTo("new\n");
    assertThat(run("SPANNER_PIPE_LEARN")).startsWith("new\n");
    assertThat(run()).isEqualTo("new\n");
  }

  @Test
  void takesAndMakesNoCacheWhereTheBuildNamedNoJars() throws IOException, InterruptedException {
    build("old", OLD);
    Files.delete(target("spanner-pipe.id"));
    assertThat(run("SPANNER_PIPE_LEARN")).isEqualTo("old\n");
    assertThat(caches()).isEmpty();
    for (String name : List.of("spanner-pipe.aot", "spanner-pipe--.aot")) {
      Files.writeString(target(name), "not a cache");
    }

    assertThat(run()).isEqualTo("old\n");
  }

  /// Of the build that this test is part of.
  @Test
  void theBuildNamesItsJarsAndLeavesNoOtherCache() throws IOException {
    Path target = Path.of("target");
    Assumptions.assumeTrue(
        Files.exists(target.resolve("spanner-pipe.jar")), "the pipe is not built by Maven here");
    String digest = Files.readString(target.resolve("spanner-pipe.id"), UTF_8).strip();

    assertThat(digest).matches("[0-9a-f]{64}");
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".aot"))
          .allMatch(name -> name.startsWith("spanner-pipe-" + digest + "-"));
    }
  }
}
