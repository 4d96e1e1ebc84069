package dev.spannerpipe.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A library to merge.
final class Library {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String VERSIONS = "META-INF/versions/";

  private final String file;
  private final Attributes attributes;
  private final Map<String, byte[]> entries;

  private Library(String file, Attributes attributes, Map<String, byte[]> entries) {
    this.file = file;
    this.attributes = attributes;
    this.entries = entries;
  }

  /// Returns a library of a file's name and its entries, by their names.
  static Library of(String file, Map<String, byte[]> entries) throws IOException {
    Manifest manifest = new Manifest();
    byte[] written = entries.get(MANIFEST);
    if (written != null) {
      manifest.read(new ByteArrayInputStream(written));
    }
    return new Library(file, manifest.getMainAttributes(), entries);
  }

  /// Reads a library. Folders are no entries of it.
  static Library read(Path jar) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
      return of(jar.getFileName().toString(), entries);
    } catch (IOException failure) {
      throw new UncheckedIOException("reading " + jar, failure);
    }
  }

  /// Returns the name of its file.
  String file() {
    return file;
  }

  /// Returns its name without the version.
  String artifact() {
    return file.replaceFirst("(?:-[0-9].*)?\\.jar$", "");
  }

  /// Returns the version that its classes may ask for.
  Optional<String> version() {
    return Optional.ofNullable(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
  }

  /// Returns all entries that Java sees. Only a library that says so has classes for certain
  /// versions of Java.
  Map<String, byte[]> entries() {
    Map<String, byte[]> seen = new LinkedHashMap<>(entries);
    if (!"true".equalsIgnoreCase(attributes.getValue(Attributes.Name.MULTI_RELEASE))) {
      seen.keySet().removeIf(name -> name.startsWith(VERSIONS));
    }
    return seen;
  }
}
