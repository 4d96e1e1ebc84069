package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The elements of one changelog file with their line numbers. Parameters are not yet expanded.
///
/// @param text the file's lines
/// @param changeSets the change sets of the file, in order
/// @param references the files and directories that the file names, in order
/// @param problems the problems of the file; each problem names its change sets by the id and
///   author as written and by the file's path in the repository. They may include change sets that
///   Liquibase does not find
/// @param classes the Java classes that `includeAll` elements of the file name, to select or sort
///   files
/// @param scoped problems whose affected change sets are known only after the whole changelog has
///   been read
public record SourceOutline(
    List<String> text,
    List<Entry> changeSets,
    List<Reference> references,
    List<ChangelogProblem> problems,
    List<NamedClass> classes,
    List<FileProblem> scoped) {
  public static final SourceOutline EMPTY =
      new SourceOutline(List.of(), List.of(), List.of(), List.of());

  /// Creates the outline of a file whose problems affect exactly the change sets that they name.
  SourceOutline(
      List<String> text,
      List<Entry> changeSets,
      List<Reference> references,
      List<ChangelogProblem> problems,
      List<NamedClass> classes) {
    this(text, changeSets, references, problems, classes, List.of());
  }

  /// Creates the outline of a file that names no Java classes and has no `scoped` problems.
  SourceOutline(
      List<String> text,
      List<Entry> changeSets,
      List<Reference> references,
      List<ChangelogProblem> problems) {
    this(text, changeSets, references, problems, List.of(), List.of());
  }

  public SourceOutline {
    text = List.copyOf(text);
    changeSets = List.copyOf(changeSets);
    references = List.copyOf(references);
    problems = List.copyOf(problems);
    classes = List.copyOf(classes);
    scoped = List.copyOf(scoped);
  }

  /// A change set.
  ///
  /// @param line the number of the first line, counted from 1
  /// @param changes the changes of the change set, in order
  public record Entry(@Nullable String id, @Nullable String author, int line, List<Named> changes) {
    public Entry {
      changes = List.copyOf(changes);
    }
  }

  /// A change, or another element that has a name and a line.
  public record Named(String name, int line) {}

  /// A file or directory that the changelog names.
  public record Reference(String path, int line) {}

  /// A Java class that an attribute of `includeAll` names.
  public record NamedClass(String attribute, String name, int line) {}

  /// Returns the number of the first line that contains both the key and the value. If no line
  /// contains both, returns the number of the first line with the key, or 0 if no line has the key.
  int lineOf(String key, String value) {
    int first = 0;
    for (int index = 0; index < text.size(); index++) {
      if (text.get(index).contains(key)) {
        first = first == 0 ? index + 1 : first;
        if (text.get(index).contains(value)) {
          return index + 1;
        }
      }
    }
    return first;
  }

  /// Returns the number of the first line that names this file; 0 if no line names it.
  public int lineOfReference(String path) {
    String wanted = path.replace('\\', '/');
    for (Reference reference : references) {
      String named = normalized(reference.path());
      if (wanted.equals(named) || wanted.endsWith("/" + named)) {
        return reference.line();
      }
    }
    return 0;
  }

  /// Returns a path without redundant segments: `db/sub/../` becomes `db`. Leading `../` segments
  /// are removed, because the starting directory is unknown here.
  private static String normalized(String path) {
    String named = path.replace('\\', '/');
    while (named.startsWith("./") || named.startsWith("../")) {
      named = named.substring(named.indexOf('/') + 1);
    }
    return HistoryPath.normalized(named);
  }
}
