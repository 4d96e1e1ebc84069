package dev.spannerpipe.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Merges libraries so that programs find in one jar what they found in many. A format that
/// libraries share by name, such as `META-INF/spring.factories`, needs a [Treatment] as soon as two
/// libraries have it: until then the merger rejects them, because they differ.
final class Merger {
  /// Where texts of licenses go of which libraries have different ones under the same name.
  private static final String LICENSES = "META-INF/licenses/";

  private final ReviewedResources reviewed;
  private final SortedMap<String, byte[]> merged = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private Merger(ReviewedResources reviewed) {
    this.reviewed = reviewed;
  }

  /// Returns the entries of the merged jar. Throws a [MergeFailure] that says what someone has to
  /// decide.
  ///
  /// @param libraries in the order of the class path: the first one's names come first
  static SortedMap<String, byte[]> merge(List<Library> libraries, ReviewedResources reviewed) {
    return new Merger(reviewed).merge(libraries);
  }

  private SortedMap<String, byte[]> merge(List<Library> libraries) {
    Map<String, Map<Library, byte[]>> found = new TreeMap<>();
    for (Library library : libraries) {
      library
          .entries()
          .forEach(
              (name, bytes) ->
                  found.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(library, bytes));
    }
    found.forEach(this::add);
    reviewed.problems().forEach(problems::add);
    if (!problems.isEmpty()) {
      throw new MergeFailure("Could not merge the libraries:\n" + String.join("\n", problems));
    }
    merged.put(MergedManifest.NAME, MergedManifest.of(libraries));
    return merged;
  }

  private void add(String name, Map<Library, byte[]> found) {
    switch (Treatment.of(name)) {
      case KEEP -> keep(name, found);
      case KEEP_CLASS -> keepClass(name, found);
      case KEEP_EACH -> keepEach(name, found);
      case JOIN -> merged.put(name, joined(found));
      case DROP -> {}
    }
  }

  private void keep(String name, Map<Library, byte[]> found) {
    if (areEqual(found)) {
      merged.put(name, first(found));
      return;
    }
    Set<String> libraries = new TreeSet<>();
    found.keySet().forEach(library -> libraries.add(library.artifact()));
    reviewed
        .kept(name, libraries)
        .ifPresentOrElse(
            kept -> merged.put(name, of(kept, found)),
            () ->
                problems.add(
                    "%s differs in %s. Decide whose the pipe needs, and add a line to %s: %s | %s | WHOSE | WHY"
                        .formatted(
                            name,
                            files(found),
                            ReviewedResources.FILE,
                            name,
                            String.join(", ", libraries))));
  }

  private void keepClass(String name, Map<Library, byte[]> found) {
    if (areEqual(found)) {
      merged.put(name, first(found));
    } else {
      problems.add(
          "%s differs in %s. Exclude one of these libraries in pom.xml."
              .formatted(name, files(found)));
    }
  }

  private void keepEach(String name, Map<Library, byte[]> found) {
    if (areEqual(found)) {
      merged.put(name, first(found));
      return;
    }
    Set<String> texts = new LinkedHashSet<>();
    found.forEach(
        (library, bytes) -> {
          if (texts.add(new String(bytes, UTF_8))) {
            merged.put(LICENSES + library.artifact() + "/" + name, bytes);
          }
        });
  }

  /// Comments are left out.
  private static byte[] joined(Map<Library, byte[]> found) {
    return found.values().stream()
        .flatMap(bytes -> new String(bytes, UTF_8).lines())
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .distinct()
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  private static boolean areEqual(Map<Library, byte[]> found) {
    byte[] first = first(found);
    return found.values().stream().allMatch(each -> Arrays.equals(each, first));
  }

  private static byte[] first(Map<Library, byte[]> found) {
    return found.values().iterator().next();
  }

  private static byte[] of(String artifact, Map<Library, byte[]> found) {
    return found.entrySet().stream()
        .filter(entry -> entry.getKey().artifact().equals(artifact))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String files(Map<Library, byte[]> found) {
    return found.keySet().stream().map(Library::file).collect(Collectors.joining(" and "));
  }
}
