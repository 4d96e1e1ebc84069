package dev.spannerpipe.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredJarTest {
  @TempDir private Path folder;

  private Path write(String file, Map<String, String> entries) throws IOException {
    TreeMap<String, byte[]> bytes = new TreeMap<>();
    entries.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
    Path jar = folder.resolve(file);
    StoredJar.write(jar, bytes);
    return jar;
  }

  @Test
  void hasItsEntriesSortedUncompressedAndOfNoTime() throws IOException {
    Path jar = write("a.jar", Map.of("b/C", "c".repeat(1000), "a", "a", "META-INF/M", ""));

    try (JarFile file = new JarFile(jar.toFile())) {
      List<? extends ZipEntry> entries = file.stream().toList();
      assertThat(entries).extracting(ZipEntry::getName).containsExactly("META-INF/M", "a", "b/C");
      assertThat(entries).extracting(ZipEntry::getMethod).containsOnly(ZipEntry.STORED);
      assertThat(entries)
          .extracting(ZipEntry::getTimeLocal)
          .containsOnly(LocalDateTime.of(1980, 1, 1, 0, 0));
      assertThat(new String(file.getInputStream(entries.getLast()).readAllBytes(), UTF_8))
          .isEqualTo("c".repeat(1000));
    }
  }

  @Test
  void hasTheSameBytesEachTime() throws IOException {
    Path jar = write("a.jar", Map.of("b/C", "c", "a", "a"));
    Path again = write("b.jar", Map.of("a", "a", "b/C", "c"));

    assertThat(Files.mismatch(jar, again)).isEqualTo(-1);
  }

  @Test
  void replacesALongerOne() throws IOException {
    Path jar = write("a.jar", Map.of("a", "a".repeat(1000)));
    long before = Files.size(jar);

    write("a.jar", Map.of("a", "a"));

    assertThat(Files.size(jar)).isEqualTo(before - 999);
  }
}
