package dev.spannerpipe.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/// The manifest of the merged jar. The Spanner client asks Java for the versions of some packages,
/// and sends them with every call. Java knows them from the manifest, which it reads at each start,
/// so only these packages are in it.
final class MergedManifest {
  /// The name of its entry.
  static final String NAME = "META-INF/MANIFEST.MF";

  /// The folders of these packages: gRPC's own is asked about one class.
  private static final Pattern ASKED =
      Pattern.compile("com/google/(?:cloud/spanner|api/gax|longrunning)/(?:.*/)?|io/grpc/");

  private MergedManifest() {}

  /// Returns its bytes. If libraries share a package, it has the version of the first.
  static byte[] of(List<Library> libraries) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    versions(libraries)
        .forEach(
            (folder, version) -> {
              Attributes attributes = new Attributes();
              attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
              manifest.getEntries().put(folder, attributes);
            });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      manifest.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> versions(List<Library> libraries) {
    Map<String, String> versions = new TreeMap<>();
    for (Library library : libraries) {
      library
          .version()
          .ifPresent(
              version ->
                  library.entries().keySet().stream()
                      .filter(name -> name.endsWith(".class"))
                      .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
                      .filter(folder -> ASKED.matcher(folder).matches())
                      .forEach(folder -> versions.putIfAbsent(folder, version)));
    }
    return versions;
  }
}
