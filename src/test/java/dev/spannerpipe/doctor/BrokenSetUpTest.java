package dev.spannerpipe.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Set-ups that are broken or too wide: each is a folder with the clouds' files and with what is
/// said of them.
class BrokenSetUpTest {
  private static final Path ROOT = Path.of("src/test/resources/doctor");

  static List<String> setUps() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.equals("sound"))
          .sorted()
          .toList();
    }
  }

  private static TrustFiles files(String name) throws IOException {
    TrustFiles found =
        new TrustFiles(
            file(name, "provider.json"),
            file(name, "service-account.json"),
            Optional.empty(),
            file(name, "trust.json"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Applied(found).files();
  }

  private static Optional<Json.Members> file(String name, String file) throws IOException {
    Path path = ROOT.resolve(name).resolve(file);
    return Files.exists(path)
        ? Optional.of(TrustFiles.parse(file, Files.readString(path)))
        : Optional.empty();
  }

  private static Diagnosis diagnose(TrustFiles files) {
    return Diagnosis.of(Tokens.bitbucket(), files, Tokens.NOW);
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void namesTheBrokenLinkAndItsMend(String name) throws IOException {
    Diagnosis diagnosis = diagnose(files(name));

    assertThat(diagnosis.isSound()).isFalse();
    assertThat(String.join("\n", diagnosis.lines()) + "\n")
        .isEqualTo(Files.readString(ROOT.resolve(name).resolve("expected.txt")));
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void whatItPrintedMendsIt(String name) throws IOException {
    TrustFiles broken = files(name);

    TrustFiles mended = new Applied(broken).run(diagnose(broken).lines()).files();

    assertThat(diagnose(mended).lines()).isEmpty();
  }

  @Test
  void saysNothingOfASoundSetUp() throws IOException {
    assertThat(diagnose(files("sound")).lines()).isEmpty();
  }

  @Test
  void thereAreAtLeastTen() throws IOException {
    assertThat(setUps()).hasSizeGreaterThanOrEqualTo(10);
  }
}
