package dev.spannerpipe.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A jar that is not compressed: the layers of an image are, and classes are read faster. The same
/// entries give the same bytes on each machine.
final class StoredJar {
  /// The earliest that a zip file can name.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private StoredJar() {}

  /// Writes a jar, or replaces it.
  static void write(Path jar, SortedMap<String, byte[]> entries) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar), 1 << 16);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(entry(entry.getKey(), entry.getValue()));
        zip.write(entry.getValue());
      }
    }
  }

  private static ZipEntry entry(String name, byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setSize(bytes.length);
    entry.setCompressedSize(bytes.length);
    entry.setCrc(checksum.getValue());
    return entry;
  }
}
