package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands at which line of one changelog file, before parameters are put in.
///
/// @param text the file's lines
/// @param changeSets its change sets in order
/// @param references the files that it names, in order
/// @param problems what is wrong with it; they name change sets as the file writes them, with the
///   file's path in the repository, also those that Liquibase does not find in it
/// @param classes the Java classes by which its `includeAll` select and sort files
/// @param scoped more of what is wrong with it
public record SourceOutline(
    List<String> text,
    List<Entry> changeSets,
    List<Reference> references,
    List<ChangelogProblem> problems,
    List<NamedClass> classes,
    List<FileProblem> scoped) {
  public static final SourceOutline EMPTY =
      new SourceOutline(List.of(), List.of(), List.of(), List.of());

  /// Makes one of a file whose problems are about the change sets that they name.
  SourceOutline(
      List<String> text,
      List<Entry> changeSets,
      List<Reference> references,
      List<ChangelogProblem> problems,
      List<NamedClass> classes) {
    this(text, changeSets, references, problems, classes, List.of());
  }

  /// Makes one of a file that names no classes.
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
  /// @param line where it begins, from 1
  /// @param changes its changes in order
  public record Entry(@Nullable String id, @Nullable String author, int line, List<Named> changes) {
    public Entry {
      changes = List.copyOf(changes);
    }
  }

  /// A change, or something else that has a name and a line.
  public record Named(String name, int line) {}

  /// A file or directory that is named somewhere.
  public record Reference(String path, int line) {}

  /// A Java class that an attribute of `includeAll` names.
  public record NamedClass(String attribute, String name, int line) {}

  /// Returns the line that has this key, with this value if one has both; 0 where none has the key.
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

  /// Returns the line that names this file; 0 where none can be told.
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

  /// Returns a path as it is without the steps that lead nowhere: `db/sub/../` is `db`. Where it
  /// starts is not known here.
  private static String normalized(String path) {
    String named = path.replace('\\', '/');
    while (named.startsWith("./") || named.startsWith("../")) {
      named = named.substring(named.indexOf('/') + 1);
    }
    return HistoryPath.normalized(named);
  }
}
