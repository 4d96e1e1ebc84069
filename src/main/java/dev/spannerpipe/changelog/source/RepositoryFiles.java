package dev.spannerpipe.changelog.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.FileRejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;

/// The files that a changelog may name: the files below the directories of the search path. Files
/// outside of the clone directory, which contains the checked-out repository, are not accessible,
/// not even through symbolic links. Not thread-safe.
public final class RepositoryFiles extends AbstractResourceAccessor {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t\n\r\f]]");

  /// The maximum size of a file, in bytes. The plan of a larger changelog or data file would not
  /// fit into the pipe's memory.
  private static final long LARGEST_FILE = 256L * 1024 * 1024;

  private final CloneDirectory clone;
  private final List<Path> roots;
  private final Map<String, String> locations = new HashMap<>();
  private Optional<String> lastMissing = Optional.empty();

  /// Creates an accessor.
  ///
  /// @param roots the directories that are searched, in this order; absolute paths inside of the
  ///   clone directory
  public RepositoryFiles(CloneDirectory clone, List<Path> roots) {
    this.clone = clone;
    this.roots = List.copyOf(roots);
  }

  /// Returns the last requested path that was not found; empty if all requested paths were found.
  public Optional<String> lastMissing() {
    return lastMissing;
  }

  @Override
  public List<Resource> getAll(String path) throws IOException {
    String standard = standard(path);
    List<Resource> found = new ArrayList<>();
    for (Path root : roots) {
      find(root.resolve(standard), path)
          .ifPresent(file -> found.add(new RepositoryFile(this, standard, file)));
    }
    if (found.isEmpty()) {
      lastMissing = Optional.of(path);
    }
    return found;
  }

  /// Returns a file, which may be missing. A missing file is represented by an object of this
  /// package, because Liquibase's own object for it fails if the path contains certain characters.
  @Override
  public Resource get(String path) throws IOException {
    if (getAll(path).isEmpty()) {
      String standard = standard(path);
      return new RepositoryFile(this, standard, roots.getFirst().resolve(standard));
    }
    return super.get(path);
  }

  /// Converts a path to a path relative to the search path. As in Liquibase, a leading slash is
  /// removed.
  private static String standard(String path) {
    try {
      return Path.of(path.replace('\\', '/').replaceFirst("^classpath:", ""))
          .normalize()
          .toString()
          .replaceFirst("^/", "");
    } catch (InvalidPathException impossible) {
      throw new ConfigurationFailure(
          "The changelog names the file " + path + ", which is not a valid path",
          "Correct the path");
    }
  }

  /// Returns the path of a file or directory; empty if it does not exist.
  private Optional<Path> find(Path file, String named) throws IOException {
    try {
      return clone.find(file);
    } catch (FileRejection rejection) {
      throw new Rejected(standard(named), rejection.reason());
    }
  }

  /// Opens a file. The size limit applies to the bytes read, not to the size that the file system
  /// reports.
  InputStream open(Path file) throws IOException {
    return clone.open(file, LARGEST_FILE);
  }

  /// Returns a file's path in the repository, for messages.
  ///
  /// @param path the file's path relative to a directory of the search path, as Liquibase names it
  public static String inRepository(String path) {
    return Scope.getCurrentScope().getResourceAccessor() instanceof RepositoryFiles files
        ? files.located(path)
        : path;
  }

  /// Returns a file's path in the repository, or the given path if the file does not exist.
  public String located(String path) {
    return locations.computeIfAbsent(path, this::locate);
  }

  private String locate(String path) {
    try {
      for (Path root : roots) {
        Optional<Path> file = find(root.resolve(standard(path)), path);
        if (file.isPresent()) {
          return clone.relative(file.get());
        }
      }
      return path;
    } catch (IOException | Rejected _) {
      return path;
    }
  }

  /// Reports a path that leaves the clone directory or contains a symbolic link. The caller
  /// converts this exception to a `ConfigurationFailure` when the location that names the path is
  /// known.
  public static final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final String reason;

    Rejected(String path, String reason) {
      super(path + ": " + reason);
      this.path = path;
      this.reason = reason;
    }

    public String path() {
      return path;
    }

    /// Returns the reason, such as `it is a symbolic link`.
    public String reason() {
      return reason;
    }

    /// Returns what to do, as an imperative sentence.
    public String action() {
      return isOutside()
          ? "Keep every file of the changelog inside of the repository"
          : "Replace the link with its target; the pipe follows no links in the repository";
    }

    /// Returns whether the path was rejected because the file would be outside of the clone
    /// directory.
    public boolean isOutside() {
      return reason.equals(CloneDirectory.OUTSIDE);
    }

    /// Returns the reason as a relative clause, such as `which is a symbolic link`.
    public String which() {
      return reason.replaceFirst("^it ", "which ");
    }
  }

  @Override
  public List<Resource> search(String path, SearchOptions options) throws IOException {
    String standard = standard(path);
    List<Resource> found = new ArrayList<>();
    for (Path root : roots) {
      Optional<Path> directory = find(root.resolve(standard), path);
      if (directory.filter(Files::isDirectory).isPresent()) {
        found.addAll(filesIn(root.toRealPath(), directory.get(), options));
      } else if (directory.isPresent()) {
        throw new IOException("'" + path + "' is a file, not a directory");
      }
    }
    return found;
  }

  private List<Resource> filesIn(Path root, Path directory, SearchOptions options)
      throws IOException {
    String ending =
        options.endsWithFilterIsSet() ? options.getEndsWithFilter().toLowerCase(Locale.ROOT) : "";
    List<Resource> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory, options.getMaxDepth())) {
      for (Path file : (Iterable<Path>) all.sorted()::iterator) {
        int depth = file.getNameCount() - directory.getNameCount();
        boolean wanted =
            depth >= options.getMinDepth()
                && file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
        String path = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)
            && (wanted || (depth < options.getMaxDepth() && Files.isDirectory(file)))) {
          throw new Rejected(path, "it is a symbolic link");
        }
        if (wanted && Files.isRegularFile(file)) {
          found.add(new RepositoryFile(this, path, file));
        }
      }
    }
    return found;
  }

  @Override
  public List<Resource> search(String path, boolean recursive) throws IOException {
    SearchOptions options = new SearchOptions();
    options.setRecursive(recursive);
    return search(path, options);
  }

  @Override
  public List<String> describeLocations() {
    return roots.stream().map(Path::toString).toList();
  }

  @Override
  public void close() {
    // No resource is kept open.
  }

  /// Returns a file's text without a byte order mark. The text must be UTF-8.
  public static String text(Resource resource, String file) {
    byte[] bytes;
    try (InputStream stream = resource.openInputStream()) {
      bytes = stream.readAllBytes();
    } catch (IOException unreadable) {
      throw LiquibaseErrors.failure(
              "Could not read the file " + file + ": " + CloneDirectory.reason(unreadable),
              "Give the pipe permission to read the file",
              unreadable)
          .at(file, 0);
    }
    String text = decoded(bytes, file);
    refuseControlCharacters(text, file);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// Rejects a text with a control character. Such a character is invisible, and Liquibase's
  /// message about it names neither line nor character.
  private static void refuseControlCharacters(String text, String file) {
    Matcher stray = CONTROL.matcher(text);
    if (stray.find()) {
      long line = text.substring(0, stray.start()).lines().count();
      boolean begins = stray.start() == 0 || text.charAt(stray.start() - 1) == '\n';
      int number = (int) (begins ? line + 1 : line);
      throw new ConfigurationFailure(
              "Could not read the file %s: line %d has the control character U+%04X"
                  .formatted(file, number, (int) stray.group().charAt(0)),
              "Remove that character")
          .at(file, number);
    }
  }

  private static String decoded(byte[] bytes, String file) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      int line = (int) out.toString().chars().filter(character -> character == '\n').count() + 1;
      throw new ConfigurationFailure(
              "Could not read the file "
                  + file
                  + ": line "
                  + line
                  + " is not UTF-8 (byte "
                  + in.position()
                  + ")",
              "Save the file as UTF-8")
          .at(file, line);
    }
    return out.toString();
  }
}
