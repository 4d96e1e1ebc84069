package dev.spannerpipe.changelog.source;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.ChangelogProblem.Effect;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/// Finds content of an XML changelog that the XML schema allows but that has no effect. Not
/// thread-safe.
final class XmlLint {
  /// Attributes that Liquibase reads as true only if the value is `true`. The XML schema also
  /// allows the value `1`, and for `ignore` any value.
  private static final Set<String> BOOLEANS =
      Set.of(
          "runAlways",
          "runOnChange",
          "runInTransaction",
          "failOnError",
          "ignore",
          "relativeToChangelogFile",
          "errorIfMissing",
          "errorIfMissingOrEmpty",
          "applyToRollback",
          "splitStatements",
          "stripComments",
          "rollbackSplitStatements");

  private static final Set<String> FALSE = Set.of("", "false", "no", "n", "off", "f", "0");

  private final String file;
  private final ChangeTypes changeTypes;
  private final List<FileProblem> problems = new ArrayList<>();
  private @Nullable ChangeSetId changeSet;
  private @Nullable Rollback rollback;

  /// A `rollback` element that has the attribute `changeSetId` and whose end has not been read yet.
  private static final class Rollback {
    private final int line;
    private boolean hasStatements;

    Rollback(int line) {
      this.line = line;
    }
  }

  XmlLint(String file, ChangeTypes changeTypes) {
    this.file = file;
    this.changeTypes = changeTypes;
  }

  List<FileProblem> problems() {
    return problems;
  }

  void begin(String element, Attributes attributes, int line) {
    Rollback around = rollback;
    if (around != null) {
      around.hasStatements = true;
    }
    if (element.equals("changeSet")) {
      changeSet = new ChangeSetId(file, text(attributes, "id"), text(attributes, "author"));
    } else if (element.equals("rollback") && attributes.getValue("changeSetId") != null) {
      rollback = new Rollback(line);
    }
    contexts(element, attributes, line);
    for (int index = 0; index < attributes.getLength(); index++) {
      bool(element, attributes.getLocalName(index), attributes.getValue(index), line);
    }
  }

  private static String text(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value.strip();
  }

  /// Reports an element in which `context` and `contextFilter` have different values. Does not
  /// report it if one of the two values is empty, because Liquibase then reads the other value.
  private void contexts(String element, Attributes attributes, int line) {
    String left = text(attributes, "context");
    String right = text(attributes, "contextFilter");
    if (!left.isEmpty() && !right.isEmpty() && !left.equals(right)) {
      reject(
          line,
          "has both context and contextFilter, and Liquibase reads only one of the two",
          "Combine both into one expression",
          included(element, attributes),
          false,
          Reported.WHERE_READ);
    }
  }

  private static Set<String> included(String element, Attributes attributes) {
    return switch (element) {
      case "include" -> Set.of(text(attributes, "file"));
      case "includeAll" -> Set.of(text(attributes, "path"));
      default -> Set.of();
    };
  }

  private void bool(String element, String name, String value, int line) {
    String word = value.strip().toLowerCase(Locale.ROOT);
    if (BOOLEANS.contains(name)
        && !element.equals("param")
        && !word.equals("true")
        && !FALSE.contains(word)
        && !word.contains("${")) {
      reject(
          line,
          "has the value %s for %s, which Liquibase reads as false".formatted(value, name),
          "Write true or false",
          Set.of(),
          true,
          Reported.WHERE_READ);
    }
  }

  /// Returns whether a change type of this name exists, and reports the element if not. Liquibase
  /// itself does not report all of these elements: it ignores an unknown element without attributes
  /// and, in a change set for another database, every unknown element.
  boolean isChange(String element, Attributes attributes, int line) {
    if (changeTypes.isKnown(element)) {
      return true;
    }
    add(
        line,
        "has a change of the unknown type " + element,
        "Correct its spelling, or write the change as sql",
        Set.of(),
        attributes.getLength() == 0 ? Effect.REJECTED_WHILE_PENDING : Effect.REJECTED,
        true,
        Reported.ALWAYS);
    return false;
  }

  void text(String characters) {
    Rollback around = rollback;
    if (around != null && !characters.isBlank()) {
      around.hasStatements = true;
    }
  }

  void end(String element) {
    Rollback ended = rollback;
    if (element.equals("rollback") && ended != null) {
      if (ended.hasStatements) {
        reject(
            ended.line,
            "has a changeSetId in a rollback with statements of its own, and Liquibase ignores the"
                + " statements",
            "Remove one of the two: a rollback has either a changeSetId or statements",
            Set.of(),
            true,
            Reported.WHERE_READ);
      }
      rollback = null;
    } else if (element.equals("changeSet")) {
      changeSet = null;
    }
  }

  private void reject(
      int line,
      String description,
      String action,
      Set<String> includes,
      boolean harmlessElsewhere,
      Reported reported) {
    add(
        line,
        description,
        action,
        includes,
        Effect.REJECTED_WHILE_PENDING,
        harmlessElsewhere,
        reported);
  }

  private void add(
      int line,
      String description,
      String action,
      Set<String> includes,
      Effect effect,
      boolean harmlessElsewhere,
      Reported reported) {
    SourceLocation location = new SourceLocation(file, line);
    Set<ChangeSetId> named = changeSet == null ? Set.of() : Set.of(changeSet);
    ChangelogProblem problem =
        new ChangelogProblem(location, location + " " + description, action, named, effect);
    boolean wholeFile = named.isEmpty() && includes.isEmpty();
    problems.add(new FileProblem(problem, includes, wholeFile, harmlessElsewhere, reported));
  }
}
