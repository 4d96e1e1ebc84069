package dev.spannerpipe.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The merged jar of this build.
class MergedLibrariesIT {
  private static final Path JAR = Path.of("target", "libraries.jar");
  private static final String SERVICES = "META-INF/services/";

  private List<Path> libraries = List.of();

  @BeforeEach
  void find() {
    assumeTrue(Files.exists(JAR), "the pipe is not built by Maven here");
    libraries = RuntimeLibraries.jars().orElseThrow();
  }

  @Test
  void isTheSameWhenItIsBuiltAgain(@TempDir Path folder) throws IOException {
    Path again = folder.resolve("again.jar");

    MergeMain.main(new String[] {again.toString(), folder.resolve("native").toString()});

    assertThat(Files.mismatch(JAR, again)).isEqualTo(-1);
  }

  @Test
  void hasEachClassOfEachLibrary() throws IOException {
    Set<String> classes = new TreeSet<>();
    for (Path library : libraries) {
      classes.addAll(classes(library));
    }

    assertThat(classes(JAR)).isEqualTo(classes);
  }

  private static Set<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Set<String> names = new TreeSet<>();
      file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void namesTheSameProvidersOfEachServiceAsTheLibraries() throws IOException {
    try (JarFile file = new JarFile(JAR.toFile());
        URLClassLoader merged = loader(List.of(JAR));
        URLClassLoader separate = loader(libraries)) {
      List<String> services =
          file.stream()
              .map(JarEntry::getName)
              .filter(name -> name.startsWith(SERVICES))
              .map(name -> name.substring(SERVICES.length()))
              .toList();

      assertThat(services).contains("liquibase.change.Change");
      assertThat(providers("io.grpc.NameResolverProvider", merged)).hasSizeGreaterThan(1);
      for (String service : services) {
        assertThat(providers(service, merged)).as(service).isEqualTo(providers(service, separate));
      }
    }
  }

  private static URLClassLoader loader(List<Path> jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /// Loads the providers, in their order, as far as their classes can be loaded.
  private static List<String> providers(String service, ClassLoader loader) {
    try {
      return ServiceLoader.load(Class.forName(service, false, loader), loader).stream()
          .map(provider -> provider.type().getName())
          .toList();
    } catch (ClassNotFoundException absent) {
      return List.of("a service that is not there");
    }
  }

  @Test
  void showsAClassTheVersionOfItsLibrary() throws IOException, ReflectiveOperationException {
    try (URLClassLoader merged = loader(List.of(JAR));
        URLClassLoader separate = loader(libraries)) {
      for (String name :
          List.of(
              "com.google.cloud.spanner.SpannerOptions",
              "com.google.cloud.spanner.spi.v1.GapicSpannerRpc",
              "com.google.cloud.spanner.v1.stub.SpannerStubSettings",
              "com.google.cloud.spanner.admin.database.v1.stub.DatabaseAdminStubSettings",
              "com.google.longrunning.stub.OperationsStubSettings",
              "com.google.api.gax.grpc.GaxGrpcProperties",
              "io.grpc.Channel")) {
        Package inMerged = Class.forName(name, false, merged).getPackage();
        assertThat(inMerged.getImplementationVersion())
            .isNotNull()
            .isEqualTo(
                Class.forName(name, false, separate).getPackage().getImplementationVersion());
      }
    }
  }

  @Test
  void isSeenByJavaAsOneThatHasClassesForVersions() throws IOException {
    try (JarFile file = new JarFile(JAR.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
      assertThat(file.isMultiRelease()).isTrue();
      assertThat(file.getJarEntry("org/yaml/snakeyaml/internal/Logger.class").getRealName())
          .isEqualTo("META-INF/versions/9/org/yaml/snakeyaml/internal/Logger.class");
      assertThat(
              new String(
                  file.getInputStream(file.getEntry("META-INF/NOTICE")).readAllBytes(), UTF_8))
          .isNotEmpty();
    }
  }
}
