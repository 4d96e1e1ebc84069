package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.text.EditDistance;
import dev.spannerpipe.text.NearestName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The keys that Liquibase 4.33 reads in one kind of element. Liquibase ignores most other keys,
/// and rejects some. Source: the `load` methods of Liquibase's classes.
///
/// @param where the kind of element, as messages name it
/// @param exact the names of elements that are case-sensitive
/// @param anyCase the names of attributes, which are not case-sensitive
/// @param elementsOfAnyCase the names of elements that are not case-sensitive
/// @param classes for each attribute, the class to which Liquibase converts the value; if this map
///   is empty, [AttributeType] determines the type from the name of the attribute
record KnownKeys(
    String where,
    Set<String> exact,
    Set<String> anyCase,
    Set<String> elementsOfAnyCase,
    Map<String, Class<?>> classes) {
  private static final int SHORT = 4;

  private static final Set<String> DECIDES_WHERE_TO_RUN =
      Set.of("context", "contextfilter", "labels", "ignore");

  static final KnownKeys ROOT =
      new KnownKeys(
          "a changelog",
          Set.of(
              "changeSet",
              "include",
              "includeAll",
              "property",
              "preConditions",
              "modifyChangeSets",
              "removeChangeSetProperty"),
          Set.of("logicalFilePath", "contextFilter", "context", "objectQuotingStrategy"));

  static final KnownKeys CHANGE_SET =
      new KnownKeys(
          "a change set",
          YamlOutline.NOT_CHANGES,
          Set.of(
              "id",
              "author",
              "contextFilter",
              "context",
              "labels",
              "dbms",
              "runAlways",
              "alwaysRun",
              "runOnChange",
              "runInTransaction",
              "failOnError",
              "onValidationFail",
              "objectQuotingStrategy",
              "runOrder",
              "ignore",
              "created",
              "logicalFilePath",
              "runWith",
              "runWithSpoolFile",
              "comment"));

  static final KnownKeys CHANGES = new KnownKeys("changes", YamlOutline.NOT_CHANGES, Set.of());

  static final KnownKeys ROLLBACK =
      new KnownKeys(
          "rollback", Set.of(), Set.of("changeSetId", "changeSetAuthor", "changeSetPath"));

  static final KnownKeys INCLUDE =
      new KnownKeys(
          "an include",
          Set.of(),
          Set.of(
              "file",
              "relativeToChangelogFile",
              "errorIfMissing",
              "contextFilter",
              "context",
              "labels",
              "ignore",
              "logicalFilePath"));

  static final KnownKeys INCLUDE_ALL =
      new KnownKeys(
          "an includeAll",
          Set.of(),
          Set.of(
              "path",
              "relativeToChangelogFile",
              "errorIfMissingOrEmpty",
              "filter",
              "resourceFilter",
              "resourceComparator",
              "contextFilter",
              "context",
              "labels",
              "ignore",
              "logicalFilePath",
              "minDepth",
              "maxDepth",
              "endsWithFilter"));

  static final KnownKeys PROPERTY =
      new KnownKeys(
          "a property",
          Set.of(),
          Set.of(
              "name",
              "value",
              "file",
              "relativeToChangelogFile",
              "errorIfMissing",
              "contextFilter",
              "context",
              "labels",
              "dbms",
              "global"));

  static final KnownKeys MODIFY_CHANGE_SETS =
      new KnownKeys(
          "modifyChangeSets", ROOT.exact(), Set.of("runWith", "runWithSpoolFile", "stripComments"));

  static final KnownKeys REMOVE_CHANGE_SET_PROPERTY =
      new KnownKeys("removeChangeSetProperty", Set.of(), Set.of("change", "remove", "dbms"));

  static final KnownKeys PRECONDITIONS =
      new KnownKeys(
          "preConditions",
          Set.of("nestedPreconditions"),
          Set.of("onFail", "onError", "onSqlOutput", "onFailMessage", "onErrorMessage"));

  static final KnownKeys MODIFY_SQL =
      new KnownKeys(
          "modifySql",
          Set.of(),
          Set.of("dbms", "contextFilter", "context", "labels", "applyToRollback"));

  KnownKeys {
    exact = Set.copyOf(exact);
    anyCase = Set.copyOf(anyCase);
    elementsOfAnyCase = Set.copyOf(elementsOfAnyCase);
    classes = Map.copyOf(classes);
  }

  /// Creates keys whose element names are all case-sensitive.
  KnownKeys(String where, Set<String> exact, Set<String> anyCase) {
    this(where, exact, anyCase, Set.of(), Map.of());
  }

  /// Returns the keys of an element that may contain only elements of this name. The name is not
  /// case-sensitive.
  static KnownKeys ofElement(String where, String element) {
    return new KnownKeys(where, Set.of(), Set.of(), Set.of(element), Map.of());
  }

  /// Returns these keys with more case-sensitive names of elements.
  KnownKeys and(Set<String> elements) {
    Set<String> all = new TreeSet<>(exact);
    all.addAll(elements);
    return new KnownKeys(where, all, anyCase, elementsOfAnyCase, classes);
  }

  boolean contains(String name) {
    return exact.contains(name)
        || isAttribute(name)
        || elementsOfAnyCase.stream().anyMatch(name::equalsIgnoreCase);
  }

  /// Returns whether this is the name of an attribute. The value of an attribute is a single
  /// string.
  boolean isAttribute(String name) {
    return anyCase.stream().anyMatch(name::equalsIgnoreCase);
  }

  /// Returns the required type of an attribute's value; empty if any string is valid.
  Optional<AttributeType> type(String name) {
    return classes.isEmpty()
        ? AttributeType.of(name)
        : classes.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(name))
            .findFirst()
            .flatMap(entry -> AttributeType.of(entry.getValue()));
  }

  /// Returns whether this attribute decides if a run includes a change set. A problem with this
  /// attribute matters even if it makes the run exclude the change set.
  boolean decidesWhereToRun(String name) {
    // The `dbms` of a change also decides this: if the only change of a change set is for another
    // database, the change set is skipped.
    return name.equalsIgnoreCase("dbms")
        || (where.equals(CHANGE_SET.where) && DECIDES_WHERE_TO_RUN.contains(fold(name)));
  }

  /// Returns whether Liquibase fails on a mapping as the value of an attribute, instead of ignoring
  /// the mapping.
  boolean rejectsMappings() {
    return Set.of(ROOT.where, CHANGE_SET.where, MODIFY_CHANGE_SETS.where).contains(where);
  }

  /// Returns the key that the author probably meant; empty if no key is similar to the name.
  Optional<String> nearest(String name) {
    Set<String> all = new TreeSet<>(exact);
    all.addAll(anyCase);
    all.addAll(elementsOfAnyCase);
    int tolerance = name.length() <= SHORT ? 1 : 2;
    return NearestName.byDistance(name, all, tolerance, KnownKeys::distance)
        .or(() -> all.stream().filter(known -> isBegun(name, known)).findFirst());
  }

  /// Returns the edit distance. If both names consist of the same letters, returns at most 1, so
  /// that transposed letters count as one mistake even in a short name.
  private static int distance(String name, String known) {
    int distance = EditDistance.between(fold(name), fold(known));
    return Arrays.equals(letters(name), letters(known)) ? Math.min(distance, 1) : distance;
  }

  private static int[] letters(String name) {
    return fold(name).chars().sorted().toArray();
  }

  /// Returns whether a name is the beginning of a known name. For example, `relativeToChangelog` is
  /// the beginning of `relativeToChangelogFile`.
  private static boolean isBegun(String name, String known) {
    return name.length() > SHORT && fold(known).startsWith(fold(name));
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
