package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The contents of one changelog file by line, before parameters are expanded.
///
/// @param text the file's lines
/// @param changeSets its change sets, in order
/// @param references the files that it names, in order
/// @param problems its problems; they name change sets as the file does, with the file's path in
///   the repository, including change sets that Liquibase does not find in it
/// @param classes the Java classes that its `includeAll` elements use to select and sort files
/// @param scoped more problems, with their scope
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

  /// Creates the outline of a file that names no classes.
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
  /// @param line its first line, counted from 1
  /// @param changes its changes, in order
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

  /// Returns the line that has both this key and this value, or else the first line that has the
  /// key. Returns 0 if no line has the key.
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

  /// Returns the line that names this file; 0 if it is unknown.
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

  /// Returns a path without redundant steps: `db/sub/../` is `db`. Leading `../` steps are removed,
  /// because the starting directory is unknown here.
  private static String normalized(String path) {
    String named = path.replace('\\', '/');
    while (named.startsWith("./") || named.startsWith("../")) {
      named = named.substring(named.indexOf('/') + 1);
    }
    return HistoryPath.normalized(named);
  }
}
