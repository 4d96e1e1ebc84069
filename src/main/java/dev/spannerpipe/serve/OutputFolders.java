package dev.spannerpipe.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.RecordLines;
import dev.spannerpipe.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The folders with the output files of runs, all of them below one folder. Nothing outside of it
/// is read, and no symbolic link in it is followed.
final class OutputFolders {
  /// The name of the file with the events of runs.
  static final String RECORD = "record.jsonl";

  private static final List<String> FILES = List.of(RECORD, "plan.json", "preview.json");

  /// How deep below the folder output files are searched.
  private static final int DEEPEST = 10;

  /// The maximum number of folders with output files.
  private static final int MOST = 1_000;

  /// The maximum number of files and folders of any kind, so that a search of a whole disk ends.
  private static final int MOST_FILES = 200_000;

  /// The maximum size of a record, which is read line by line, in bytes.
  private static final long LARGEST_RECORD = 200_000_000;

  /// The maximum size of a document, which is read as a whole, in bytes.
  private static final int LARGEST_DOCUMENT = 20_000_000;

  private final Path root;
  private final CloneDirectory directory;

  /// @param root the folder, absolute; the path to it may contain symbolic links
  OutputFolders(Path root) {
    this.root = root;
    this.directory = new CloneDirectory(root);
  }

  /// Returns the folders that have at least one output file, sorted by name. A name is a path
  /// relative to the root, with `/` between its parts; the root itself is `.`.
  List<String> names() throws ToolException {
    if (!Files.isDirectory(root)) {
      throw new ToolException(
          "There are no runs: OUTPUT_DIR is "
              + SafeText.quoted(root.toString())
              + ", which is not a folder. Ask the user to set OUTPUT_DIR to the folder with the"
              + " output files.");
    }
    try {
      Search search = new Search(root);
      Files.walkFileTree(root.toRealPath(), EnumSet.noneOf(FileVisitOption.class), DEEPEST, search);
      if (search.found.size() > MOST || search.files > MOST_FILES) {
        throw new ToolException(
            "OUTPUT_DIR is %s, which has more than %,d folders with output files, or more than %,d files. Ask the user to set it to a smaller folder."
                .formatted(SafeText.quoted(root.toString()), MOST, MOST_FILES));
      }
      return List.copyOf(search.found);
    } catch (IOException problem) {
      throw failure("list", root.toString(), problem);
    }
  }

  /// Reads the record of a folder line by line.
  void record(String folder, Consumer<RecordLines.Line> consumer) throws ToolException {
    Path file = file(folder, RECORD);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(directory.open(file, LARGEST_RECORD), UTF_8))) {
      RecordLines lines = new RecordLines();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        consumer.accept(lines.next(line));
      }
    } catch (IOException problem) {
      throw failure("read", folder + "/" + RECORD, problem);
    }
  }

  /// Returns whether a folder has a file.
  boolean has(String folder, String name) throws ToolException {
    return Files.isRegularFile(file(folder, name), LinkOption.NOFOLLOW_LINKS);
  }

  /// Returns a JSON document of a folder.
  JsonObject document(String folder, String name) throws ToolException {
    try (InputStream in = directory.open(file(folder, name), LARGEST_DOCUMENT)) {
      return Json.parseObject(new String(in.readAllBytes(), UTF_8));
    } catch (JsonException _) {
      throw new ToolException(
          "Could not read " + SafeText.quoted(folder + "/" + name) + ": it is not a JSON object.");
    } catch (IOException problem) {
      throw failure("read", folder + "/" + name, problem);
    }
  }

  private Path file(String folder, String name) throws ToolException {
    return path(folder)
        .map(relative -> root.resolve(relative).resolve(name))
        .orElseThrow(
            () ->
                new ToolException(
                    "Could not read the folder "
                        + SafeText.quoted(folder)
                        + ": it is outside of OUTPUT_DIR. Use a folder that list_runs names."));
  }

  /// Returns the folder's path relative to the root; empty if it would lead out of the root.
  private static Optional<Path> path(String folder) {
    try {
      Path path = Path.of(folder);
      for (Path name : path) {
        if (name.toString().equals("..")) {
          return Optional.empty();
        }
      }
      return path.isAbsolute() ? Optional.empty() : Optional.of(path);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static ToolException failure(String verb, String what, IOException problem) {
    String reason = CloneDirectory.reason(problem);
    return new ToolException(
        "Could not "
            + verb
            + " "
            + SafeText.quoted(what)
            + ": "
            + (reason.equals(CloneDirectory.OUTSIDE) ? "it is outside of OUTPUT_DIR" : reason)
            + ".");
  }

  /// Finds the folders with output files. A folder that cannot be opened is left out.
  private static final class Search extends SimpleFileVisitor<Path> {
    private final TreeSet<String> found = new TreeSet<>();
    private final Path start;
    private int files;

    Search(Path root) throws IOException {
      this.start = root.toRealPath();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Path folder = file.getParent();
      if (attributes.isRegularFile()
          && folder != null
          && FILES.contains(String.valueOf(file.getFileName()))) {
        String name = start.relativize(folder).toString().replace('\\', '/');
        found.add(name.isEmpty() ? "." : name);
      }
      return next();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return next();
    }

    private FileVisitResult next() {
      files++;
      return found.size() <= MOST && files <= MOST_FILES
          ? FileVisitResult.CONTINUE
          : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      return FileVisitResult.CONTINUE;
    }
  }
}
