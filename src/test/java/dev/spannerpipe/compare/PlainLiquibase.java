package dev.spannerpipe.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.Main;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/// Liquibase's own command line with the Spanner extension and the JDBC driver, as a user runs it.
/// It lives in a class loader of its own, where nothing of the pipe is to be seen. It keeps much of
/// what it knows for as long as its classes live, so that only one command may run in a loader at a
/// time; there are two loaders, for tests that run beside each other.
final class PlainLiquibase {
  private static final BlockingQueue<ClassLoader> IDLE =
      new LinkedBlockingQueue<>(List.of(libraries(), libraries()));

  private static final ThreadStream OUT = new ThreadStream(System.out);
  private static final ThreadStream ERR = new ThreadStream(System.err);

  static {
    System.setOut(new PrintStream(OUT, true, UTF_8));
    System.setErr(new PrintStream(ERR, true, UTF_8));
  }

  private final TestDatabase database;
  private final String address;
  private final Path directory;

  /// Prepares to run on a database.
  ///
  /// @param address the server's `host:port`
  /// @param directory where the changelog's paths start
  PlainLiquibase(TestDatabase database, String address, Path directory) {
    this.database = database;
    this.address = address;
    this.directory = directory;
  }

  /// Runs `update`.
  ///
  /// @param options further options, as on the command line
  Result update(String changelog, String... options) {
    return run("update", changelog, List.of(options));
  }

  /// Runs `status --verbose`, which lists what is pending.
  Result status(String changelog, String... options) {
    List<String> all = new ArrayList<>(List.of("--verbose"));
    all.addAll(List.of(options));
    return run("status", changelog, all);
  }

  /// Runs a command of Liquibase.
  Result run(String command, String changelog, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--analytics-enabled=false",
                "--show-banner=false",
                "--log-level=off",
                "--search-path=" + directory,
                command,
                "--changelog-file=" + changelog,
                "--url=" + url()));
    arguments.addAll(options);
    return execute(arguments);
  }

  private String url() {
    return "jdbc:cloudspanner://%s/%s;usePlainText=true;autoConfigEmulator=true;enableEndToEndTracing=false"
        .formatted(address, database.resourceName());
  }

  /// It prints to the process's own streams, as do other tests meanwhile.
  private static Result execute(List<String> arguments) {
    ClassLoader libraries = take();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      OUT.divert(printed);
      ERR.divert(printed);
      Thread.currentThread().setContextClassLoader(libraries);
      int exitCode = call(libraries, arguments.toArray(String[]::new));
      return Result.ofOneStream(exitCode, printed.toString(UTF_8));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      OUT.restore();
      ERR.restore();
      LogManager.getLogManager().reset();
      IDLE.add(libraries);
    }
  }

  private static ClassLoader take() {
    try {
      return IDLE.take();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  private static int call(ClassLoader libraries, String[] arguments) {
    try {
      forgetWhatIsUpToDate(libraries);
      Class<?> commandLine =
          libraries.loadClass("liquibase.integration.commandline.LiquibaseCommandLine");
      Object instance = commandLine.getConstructor().newInstance();
      return (int)
          commandLine.getMethod("execute", String[].class).invoke(instance, (Object) arguments);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("cannot run Liquibase", failure);
    }
  }

  /// Liquibase remembers which changelogs had nothing pending, for as long as its process lives; a
  /// user's next run is another process.
  private static void forgetWhatIsUpToDate(ClassLoader libraries)
      throws ReflectiveOperationException {
    Class<?> scope = libraries.loadClass("liquibase.Scope");
    Class<?> service = libraries.loadClass("liquibase.changelog.FastCheckService");
    Object current = scope.getMethod("getCurrentScope").invoke(null);
    Object singleton = scope.getMethod("getSingleton", Class.class).invoke(current, service);
    service.getMethod("clearCache").invoke(singleton);
  }

  private static ClassLoader libraries() {
    String own = Main.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    URL[] jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith(".jar") && !own.endsWith(path))
            .map(PlainLiquibase::url)
            .toArray(URL[]::new);
    return new URLClassLoader("liquibase", jars, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String path) {
    try {
      URI uri = Path.of(path).toUri();
      return uri.toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
