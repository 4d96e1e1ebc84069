package dev.spannerpipe.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  @Test
  void lieBesideTheJarAndNotInIt(@TempDir Path folder) throws IOException {
    Path beside = folder.resolve("native");
    SortedMap<String, byte[]> entries =
        new TreeMap<>(
            Map.of(
                "META-INF/native/libtls.so", "tls".getBytes(UTF_8),
                "META-INF/NOTICE", "notice".getBytes(UTF_8)));

    assertThat(NativeLibraries.apart(entries, beside)).containsOnlyKeys("META-INF/NOTICE");
    assertThat(beside.resolve("libtls.so")).hasContent("tls");
  }
}
