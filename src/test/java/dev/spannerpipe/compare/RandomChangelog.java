package dev.spannerpipe.compare;

import dev.spannerpipe.compare.GeneratedChangeSet.Change;
import dev.spannerpipe.compare.GeneratedChangeSet.Question;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A changelog that grows at random; the same seed gives the same one each time. It runs with the
/// context `test` and the label `release`.
final class RandomChangelog {
  static final String FILE = "changelog.yaml";
  static final RunOptions OPTIONS =
      RunOptions.of("test", "release", Map.of("given", "a parameter"));

  /// What only other runs would run: it could not even be executed.
  private static final List<Map<String, Object>> ELSEWHERE =
      List.of(
          Map.of("context", "production"),
          Map.of("context", "production and test"),
          Map.of("labels", "experiment"),
          Map.of("dbms", "oracle"),
          Map.of("ignore", true));

  private static final List<Map<String, Object>> HERE =
      List.of(
          Map.of(),
          Map.of(),
          Map.of("context", "test or production"),
          Map.of("labels", "release"),
          Map.of("dbms", "cloudspanner"),
          Map.of("failOnError", false));

  private final RandomGenerator random;
  private final Repository repository;
  private final RandomChanges changes;
  private final List<Part> parts = new ArrayList<>();

  RandomChangelog(long seed, Repository repository) {
    this.random = new SplittableRandom(seed);
    this.repository = repository;
    this.changes = new RandomChanges(random, repository);
  }

  /// A file of the changelog.
  private record Part(
      String path, ChangelogFormat format, String include, List<GeneratedChangeSet> changeSets) {}

  /// Adds change sets at the ends of files and in files of their own, so that they run in the order
  /// of their making, edits what may be edited, and writes it all down.
  void grow() {
    parts.forEach(this::edit);
    int at = 0;
    for (int chunk = 1 + random.nextInt(3); chunk > 0; chunk--) {
      boolean goesOn = at < parts.size() && random.nextBoolean();
      at = goesOn ? at + random.nextInt(parts.size() - at) : parts.size();
      if (!goesOn) {
        parts.add(newPart());
      }
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        parts.get(at).changeSets().add(changeSet(parts.get(at).format()));
      }
      at++;
    }
    write();
  }

  private Part newPart() {
    ChangelogFormat format =
        List.copyOf(EnumSet.allOf(ChangelogFormat.class))
            .get(random.nextInt(ChangelogFormat.values().length));
    String folder = "part" + changes.next();
    String path = folder + "/changes." + format.extension();
    String include =
        switch (random.nextInt(3)) {
          case 0 -> "include: {file: %s}".formatted(path);
          case 1 -> "include: {file: %s, relativeToChangelogFile: true}".formatted(path);
          default -> "includeAll: {path: %s}".formatted(folder);
        };
    return new Part(path, format, include, new ArrayList<>());
  }

  private void write() {
    StringBuilder root =
        new StringBuilder("databaseChangeLog:\n  - property: {name: of.file, value: a property}\n");
    for (Part part : parts) {
      root.append("  - ").append(part.include()).append('\n');
      repository.write(part.path(), part.format().write(part.changeSets()));
    }
    repository.write(FILE, root.toString());
  }

  private GeneratedChangeSet changeSet(ChangelogFormat format) {
    return switch (random.nextInt(12)) {
      case 0 -> elsewhere();
      case 1 -> again("runAlways");
      case 2 -> again("runOnChange");
      case 3 -> failing();
      case 4 -> asking(format);
      case 5 -> tagging(format);
      default -> ordinary(format, any(HERE), Optional.empty());
    };
  }

  private GeneratedChangeSet ordinary(
      ChangelogFormat format, Map<String, Object> attributes, Optional<Question> question) {
    List<Change> all = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      all.add(
          format == ChangelogFormat.SQL || random.nextInt(3) == 0
              ? changes.sql()
              : changes.structured());
    }
    Optional<String> rollback = random.nextInt(4) == 0 ? Optional.of("SELECT 1") : Optional.empty();
    return made(attributes, question, all, rollback);
  }

  private GeneratedChangeSet elsewhere() {
    return made(any(ELSEWHERE), Optional.empty(), List.of(nonsense()), Optional.empty());
  }

  /// It runs more than once, so that it must not matter when.
  private GeneratedChangeSet again(String word) {
    return made(Map.of(word, true), Optional.empty(), List.of(counting()), Optional.empty());
  }

  private Change counting() {
    return Change.sql(
        "UPDATE counters SET n = n + %d WHERE true".formatted(1 + random.nextInt(50)));
  }

  private GeneratedChangeSet failing() {
    return made(
        Map.of("failOnError", false),
        Optional.empty(),
        List.of(counting(), nonsense()),
        Optional.empty());
  }

  private static Change nonsense() {
    return Change.sql("INSERT INTO nowhere (what) VALUES ('${of.file}')");
  }

  private GeneratedChangeSet asking(ChangelogFormat format) {
    String sql = "SELECT COUNT(*) FROM counters";
    if (random.nextBoolean()) {
      String onFail = any(List.of("HALT", "MARK_RAN", "WARN"));
      return ordinary(format, Map.of(), Optional.of(new Question(onFail, 1, sql)));
    }
    String onFail = any(List.of("CONTINUE", "MARK_RAN"));
    return made(
        Map.of(), Optional.of(new Question(onFail, 7, sql)), List.of(nonsense()), Optional.empty());
  }

  private GeneratedChangeSet tagging(ChangelogFormat format) {
    return format == ChangelogFormat.SQL
        ? ordinary(format, Map.of("comment", "c"), Optional.empty())
        : made(
            Map.of(),
            Optional.empty(),
            List.of(new Change("tagDatabase", Map.of("tag", "tag " + changes.next()))),
            Optional.empty());
  }

  private GeneratedChangeSet made(
      Map<String, Object> attributes,
      Optional<Question> question,
      List<Change> all,
      Optional<String> rollback) {
    return new GeneratedChangeSet(
        "change-" + changes.next(),
        any(List.of("ann", "bob")),
        new LinkedHashMap<>(attributes),
        question,
        all,
        rollback);
  }

  /// Edits some of the change sets that run again when they were edited.
  private void edit(Part part) {
    part.changeSets()
        .replaceAll(
            changeSet ->
                changeSet.attributes().containsKey("runOnChange") && random.nextBoolean()
                    ? changeSet.withChanges(List.of(counting()))
                    : changeSet);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
