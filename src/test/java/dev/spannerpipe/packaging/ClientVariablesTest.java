package dev.spannerpipe.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.spanner.SpannerOptions;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The entry script unsets each variable that the Spanner client reads. A new version of the client
/// may read more.
class ClientVariablesTest {
  /// A variable of the pipe's own, too.
  private static final String EMULATOR = "SPANNER_EMULATOR_HOST";

  private static final List<Class<?>> READERS =
      List.of(SpannerOptions.class, InstantiatingGrpcChannelProvider.class);

  private static Set<String> variablesOfTheClient() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Class<?> reader : READERS) {
      Path jar = Path.of(reader.getProtectionDomain().getCodeSource().getLocation().getPath());
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JarEntry entry : file.stream().filter(ClientVariablesTest::isClass).toList()) {
          texts(file.getInputStream(entry).readAllBytes()).stream()
              .filter(
                  text ->
                      text.matches("(GOOGLE_(CLOUD_)?)?SPANNER_[A-Z_]+|[A-Z_]+_DIRECT_PATH[A-Z_]*"))
              .forEach(names::add);
        }
      }
    }
    return names;
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private static List<String> texts(byte[] bytes) {
    return StreamSupport.stream(ClassFile.of().parse(bytes).constantPool().spliterator(), false)
        .filter(StringEntry.class::isInstance)
        .map(entry -> ((StringEntry) entry).stringValue())
        .toList();
  }

  @Test
  void theEntryScriptUnsetsEachVariableOfTheSpannerClient() throws IOException {
    Set<String> names = variablesOfTheClient();

    assertThat(names).contains(EMULATOR, "GOOGLE_SPANNER_ENABLE_DIRECT_ACCESS");
    names.remove(EMULATOR);
    assertThat(EntryScript.unset()).containsAll(names).doesNotContain(EMULATOR);
  }
}
