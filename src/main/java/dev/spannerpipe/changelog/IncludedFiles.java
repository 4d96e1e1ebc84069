package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.source.ChangeTypes;
import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.changelog.source.SourceOutline;
import dev.spannerpipe.changelog.source.XmlOutline;
import dev.spannerpipe.changelog.source.sql.SqlOutline;
import dev.spannerpipe.changelog.source.yaml.YamlOutline;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.ChangeLogParseException;
import liquibase.parser.ChangeLogParser;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.parser.core.sql.SqlChangeLogParser;
import liquibase.resource.ResourceAccessor;

/// The parser that Liquibase calls for every file. It checks the file's encoding and contents, and
/// whether the file includes itself. Then it passes the file to Liquibase's own parser. An instance
/// reads one changelog and is not thread-safe.
final class IncludedFiles implements ChangeLogParser {
  private final RepositoryFiles files;
  private final Dialect dialect;
  private final List<String> open = new ArrayList<>();
  private final Map<String, SourceOutline> outlines = new HashMap<>();
  private final FileProblems problems = new FileProblems();

  IncludedFiles(RepositoryFiles files, Dialect dialect) {
    this.files = files;
    this.dialect = dialect;
  }

  /// Returns a file's path in the repository.
  String located(String file) {
    return files.located(file);
  }

  /// Returns the outline of a file: the change sets, positions and problems that the pipe itself
  /// found in it. The outline is empty if the file was not read.
  ///
  /// @param file the path of the file in the repository
  SourceOutline outline(String file) {
    return outlines.getOrDefault(file, SourceOutline.EMPTY);
  }

  /// Returns the problems of the files. Call this method only after all files were read.
  ///
  /// @param excluded the change sets that context, labels, `dbms` or `ignore` exclude from the run
  FileProblems.IdentifiedProblems problems(DatabaseChangeLog changelog, Set<ChangeSetId> excluded) {
    return problems.named(changelog, excluded);
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
    String file = located(DatabaseChangeLog.normalizePath(path));
    refuseCycle(file);
    open.add(file);
    try {
      SourceOutline outline = read(file, path);
      outlines.put(file, outline);
      return parsed(file, path, parameters, outline);
    } finally {
      open.removeLast();
    }
  }

  private DatabaseChangeLog parsed(
      String file, String path, ChangeLogParameters parameters, SourceOutline outline) {
    try {
      ChangeLogParser parser = delegate(path);
      DatabaseChangeLog parsed = parser.parse(path, parameters, files);
      if (parser instanceof SqlChangeLogParser) {
        keepPath(parsed);
      }
      problems.add(outline, parsed, parameters);
      return parsed;
    } catch (RepositoryFiles.Rejected rejected) {
      throw rejected(file, outline, rejected);
    } catch (Exception problem) {
      RepositoryFiles.Rejected rejected =
          LiquibaseErrors.find(problem, RepositoryFiles.Rejected.class);
      throw rejected != null
          ? rejected(file, outline, rejected)
          : unreadable(outline)
              .orElseGet(
                  () ->
                      LiquibaseErrors.reading(
                          new SourceLocation(file, 0), files, outline, problem));
    }
  }

  /// Returns the failure for a file that Liquibase cannot read; empty if no problem in the outline
  /// explains why Liquibase cannot read the file.
  private static Optional<ConfigurationFailure> unreadable(SourceOutline outline) {
    List<ChangelogProblem> problems =
        outline.scoped().stream()
            .filter(FileProblem::isReportedWhereUnreadable)
            .map(FileProblem::problem)
            .toList();
    return problems.isEmpty() ? Optional.empty() : Optional.of(ChangelogProblem.failure(problems));
  }

  /// Keeps the `logicalFilePath` of an including file from applying to a file of raw SQL. Liquibase
  /// itself prevents this only if it knows that the SQL parser read the file, but it knows only
  /// this class as the parser.
  private static void keepPath(DatabaseChangeLog raw) {
    raw.getChangeSets().forEach(only -> only.setLogicalFilePath(only.getFilePath()));
  }

  private static ConfigurationFailure rejected(
      String file, SourceOutline outline, RepositoryFiles.Rejected rejected) {
    String named = rejected.path();
    int line = outline.lineOfReference(named);
    // If no line names the file, a line may name a directory that contains it.
    for (int slash = named.lastIndexOf('/'); line == 0 && slash > 0; ) {
      named = named.substring(0, slash);
      line = outline.lineOfReference(named);
      slash = named.lastIndexOf('/');
    }
    return rejected(new SourceLocation(file, line), rejected);
  }

  static ConfigurationFailure rejected(SourceLocation from, RepositoryFiles.Rejected rejected) {
    return new ConfigurationFailure(
            from + " names the file " + rejected.path() + ", " + rejected.which(),
            rejected.action())
        .at(from.file(), from.line());
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
              "Remove one of these includes")
          .at(file, 0);
    }
  }

  private SourceOutline read(String file, String path) throws ChangeLogParseException {
    String text;
    try {
      text = RepositoryFiles.text(files.getExisting(path), file);
    } catch (IOException unreadable) {
      throw new ChangeLogParseException(unreadable);
    }
    if (text.isBlank()) {
      throw new ConfigurationFailure(
              "Could not read the changelog " + file + ": the file is empty",
              "Write a changelog into it, or remove it")
          .at(file, 0);
    }
    SourceOutline outline = outline(file, text);
    ChangeTypes.check(file, outline);
    refuseClasses(file, outline);
    return outline;
  }

  /// Rejects a file with an `includeAll` that names a Java class. Liquibase would load and run the
  /// class while it reads the file.
  private static void refuseClasses(String file, SourceOutline outline) {
    if (!outline.classes().isEmpty()) {
      SourceOutline.NamedClass named = outline.classes().getFirst();
      throw new ConfigurationFailure(
              "%s names the class %s as the %s of an includeAll, but the pipe does not load classes"
                  .formatted(
                      new SourceLocation(file, named.line()), named.name(), named.attribute()),
              named.attribute().equalsIgnoreCase("resourceComparator")
                  ? "Include each file with an include of its own, in the order in which the files have"
                      + " to run"
                  : "Select the files with endsWithFilter, or include each of them with an include of"
                      + " its own")
          .at(file, named.line());
    }
  }

  private SourceOutline outline(String file, String text) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".sql")) {
      return SqlOutline.of(file, text, dialect);
    }
    return name.endsWith(".xml") ? XmlOutline.of(file, text) : YamlOutline.of(file, text);
  }
}
