package dev.spannerpipe.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Native libraries, which lie beside the merged jar. From a jar, each process would copy them to a
/// folder for temporary files first, where it may not be allowed to load them.
final class NativeLibraries {
  private static final String FOLDER = "META-INF/native/";

  private NativeLibraries() {}

  /// Writes the native libraries among these entries to a folder. Returns the other entries.
  static SortedMap<String, byte[]> apart(SortedMap<String, byte[]> entries, Path folder)
      throws IOException {
    SortedMap<String, byte[]> others = new TreeMap<>();
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().startsWith(FOLDER)) {
        Files.write(folder.resolve(entry.getKey().substring(FOLDER.length())), entry.getValue());
      } else {
        others.put(entry.getKey(), entry.getValue());
      }
    }
    return others;
  }
}
