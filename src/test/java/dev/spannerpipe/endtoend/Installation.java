package dev.spannerpipe.endtoend;

import dev.spannerpipe.Main;
import dev.spannerpipe.packaging.RuntimeLibraries;
import dev.spannerpipe.testing.EmulatorServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the pipe is started: by the flags of its entry script, on the classes that are tested. They
/// are put into a jar, and a cache is made of them, so that the many starts of the tests cost less.
final class Installation {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MaxRAMPercentage=25",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8");

  private Installation() {}

  /// Returns the command line.
  static List<String> command() {
    return command("-XX:AOTCache=" + Prepared.CACHE, "-XX:AOTMode=auto", "-Xlog:disable");
  }

  /// Returns the command line of the same, but trusting only the certificates in a file.
  static List<String> commandTrusting(Path trustStore) {
    List<String> command = new ArrayList<>(command());
    command.add(command.indexOf("-cp"), "-Djavax.net.ssl.trustStore=" + trustStore);
    return command;
  }

  /// Returns the command line of the same, but begun by a class of the tests.
  static List<String> commandOf(Class<?> main) {
    List<String> command = new ArrayList<>(command("-Xlog:disable"));
    String tests = Prepared.classesOf(main).toString();
    command.set(
        command.indexOf(Prepared.CLASS_PATH), Prepared.CLASS_PATH + File.pathSeparator + tests);
    command.set(command.size() - 1, main.getName());
    return command;
  }

  /// Installs the entry script and what it starts below a folder, as an image has them.
  static void install(Path home) throws IOException {
    Path folder = Files.createDirectories(home.resolve("pipe"));
    Files.copy(
        Path.of("pipe", "spanner-pipe"),
        folder.resolve("spanner-pipe"),
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
    linkJars(home);
  }

  /// Lets the installed entry script look for the limits of its container in a folder, and returns
  /// this folder, which is empty.
  static Path seeLimits(Path home) throws IOException {
    Path script = home.resolve("pipe").resolve("spanner-pipe");
    Path limits = Files.createDirectories(home.resolve("cgroup"));
    String text = Files.readString(script);
    String seeing = text.replace("/sys/fs/cgroup/", limits + "/");
    if (seeing.equals(text)) {
      throw new IllegalStateException("the entry script looks for no limits");
    }
    Files.writeString(script, seeing);
    return limits;
  }

  /// Installs the jars that the entry script looks for. They only name those that are tested.
  static void linkJars(Path home) throws IOException {
    List<Path> jars =
        Stream.of(Prepared.CLASS_PATH.split(File.pathSeparator, -1)).map(Path::of).toList();
    link(home.resolve("app").resolve("spanner-pipe.jar"), jars.subList(0, 1));
    link(home.resolve("lib").resolve("libraries.jar"), jars.subList(1, jars.size()));
  }

  private static void link(Path link, List<Path> jars) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            jars.stream().map(jar -> jar.toUri().toString()).collect(Collectors.joining(" ")));
    Files.createDirectories(link.getParent());
    new JarOutputStream(Files.newOutputStream(link), manifest).close();
  }

  private static List<String> command(String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", Prepared.CLASS_PATH, Main.class.getName()));
    return command;
  }

  /// Made once per JVM, and gone with it.
  private static final class Prepared {
    private static final Path FOLDER = folder();
    private static final String CLASS_PATH = classPath();
    private static final Path CACHE = FOLDER.resolve("pipe.aot");

    static {
      learn();
    }

    private static Path folder() {
      try {
        Path folder = Files.createTempDirectory("spanner-pipe-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        return folder;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /// Without the tests' own classes. Where Maven did not build, as in an editor, nobody knows
    /// which of the tests' libraries are the pipe's, so they all take part.
    private static String classPath() {
      Path classes = classesOf(Main.class);
      List<String> entries = new ArrayList<>();
      entries.add((Files.isDirectory(classes) ? jar(classes) : classes).toString());
      RuntimeLibraries.jars()
          .orElseGet(Prepared::jarsOfTests)
          .forEach(jar -> entries.add(jar.toString()));
      return String.join(File.pathSeparator, entries);
    }

    private static List<Path> jarsOfTests() {
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(Path::of)
          .filter(Files::isRegularFile)
          .toList();
    }

    private static Path classesOf(Class<?> type) {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static Path jar(Path classes) {
      Path jar = FOLDER.resolve("pipe.jar");
      try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          output.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, output);
          output.closeEntry();
        }
        return jar;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /// A whole run; where no cache comes of it, the pipe starts without.
    private static void learn() {
      try {
        Site site =
            Site.create(EmulatorServer.running().host(), FOLDER.resolve("learning"), Scenario.GOOD);
        ProcessBuilder builder =
            new ProcessBuilder(command("-XX:AOTCacheOutput=" + CACHE, "-Xlog:disable"))
                .directory(site.folder().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(site.variables(1));
        builder.start().waitFor();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException failure) {
        Thread.currentThread().interrupt();
      }
    }

    private static void delete(Path folder) {
      try {
        Files.walkFileTree(
            folder,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                  throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
              }
            });
      } catch (IOException left) {
        // Nobody is left to care.
      }
    }
  }
}
