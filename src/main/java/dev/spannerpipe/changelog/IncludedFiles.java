package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.ChangeLogParseException;
import liquibase.parser.ChangeLogParser;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ResourceAccessor;

/// Stands in front of Liquibase's parsers and looks at every file before they do: its encoding, its
/// lines, and whether it includes itself. Serves one reading and is not thread-safe.
final class IncludedFiles implements ChangeLogParser {
  private final RepositoryFiles files;
  private final ChangeTypes changeTypes = new ChangeTypes();
  private final List<String> open = new ArrayList<>();
  private final Map<String, FileOutline> outlines = new HashMap<>();

  IncludedFiles(RepositoryFiles files) {
    this.files = files;
  }

  /// Returns the lines of a file that was read; empty for any other.
  FileOutline outline(String file) {
    return outlines.getOrDefault(file, FileOutline.EMPTY);
  }

  @Override
  public int getPriority() {
    return PRIORITY_DATABASE + 1_000;
  }

  @Override
  public boolean supports(String file, ResourceAccessor accessor) {
    String name = file.toLowerCase(Locale.ROOT);
    return accessor == files
        && List.of(".yaml", ".yml", ".json", ".xml", ".sql").stream().anyMatch(name::endsWith);
  }

  @Override
  public DatabaseChangeLog parse(
      String path, ChangeLogParameters parameters, ResourceAccessor accessor)
      throws ChangeLogParseException {
    String file = DatabaseChangeLog.normalizePath(path);
    refuseCycle(file);
    open.add(file);
    try {
      FileOutline outline = look(file, path);
      outlines.put(file, outline);
      return parsed(file, path, parameters, outline);
    } finally {
      open.removeLast();
    }
  }

  private DatabaseChangeLog parsed(
      String file, String path, ChangeLogParameters parameters, FileOutline outline) {
    try {
      return delegate(path).parse(path, parameters, files);
    } catch (RepositoryFiles.Outside outside) {
      throw outside(file, outline, outside);
    } catch (Exception problem) {
      RepositoryFiles.Outside outside = Problems.find(problem, RepositoryFiles.Outside.class);
      throw outside != null
          ? outside(file, outline, outside)
          : Problems.reading(new SourceLocation(file, 0), files, outline, problem);
    }
  }

  private static ConfigurationFailure outside(
      String file, FileOutline outline, RepositoryFiles.Outside outside) {
    return outside(new SourceLocation(file, outline.lineOfReference(outside.path())), outside);
  }

  static ConfigurationFailure outside(SourceLocation from, RepositoryFiles.Outside outside) {
    return new ConfigurationFailure(
        from + " names the file " + outside.path() + ", which is outside of the clone directory",
        "Keep every file of the changelog inside of the repository");
  }

  private ChangeLogParser delegate(String path) throws ChangeLogParseException {
    return ChangeLogParserFactory.getInstance().getParsers().stream()
        .filter(parser -> !(parser instanceof IncludedFiles))
        .filter(parser -> parser.supports(path, files))
        .findFirst()
        .orElseThrow(() -> new ChangeLogParseException("No parser reads " + path));
  }

  private void refuseCycle(String file) {
    int first = open.indexOf(file);
    if (first >= 0) {
      List<String> chain = new ArrayList<>(open.subList(first, open.size()));
      chain.add(file);
      throw new ConfigurationFailure(
          "The changelog includes itself: " + String.join(" → ", chain),
          "Remove one of these includes");
    }
  }

  private FileOutline look(String file, String path) throws ChangeLogParseException {
    String text;
    try {
      text = RepositoryFiles.text(files.getExisting(path), file);
    } catch (IOException unreadable) {
      throw new ChangeLogParseException(unreadable);
    }
    if (text.isBlank()) {
      throw new ConfigurationFailure(
          "Could not read the changelog " + file + ": the file is empty",
          "Write a changelog into it, or remove it");
    }
    FileOutline outline = outline(file, text);
    changeTypes.check(file, outline);
    return outline;
  }

  private static FileOutline outline(String file, String text) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".sql")) {
      return SqlOutline.of(file, text);
    }
    return name.endsWith(".xml") ? XmlOutline.of(file, text) : YamlOutline.of(file, text);
  }
}
