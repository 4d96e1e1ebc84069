package dev.spannerpipe.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.doctor.finding.Tokens;
import dev.spannerpipe.testing.cloud.CloudConfiguration;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Names;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Part;
import dev.spannerpipe.testing.cloud.CloudShell;
import dev.spannerpipe.testing.cloud.CloudTerraform;
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
  private static final Names NAMES =
      new Names(
          "deploy@acme.iam.gserviceaccount.com",
          "projects/acme/instances/main/databases/orders",
          "arn:aws:iam::123456789012:role/deploy");

  static List<String> setUps() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.equals("sound"))
          .sorted()
          .toList();
    }
  }

  private static CloudConfiguration configuration(String name) throws IOException {
    CloudConfiguration configuration = new CloudConfiguration();
    add(
        configuration,
        Part.PROVIDER,
        TrustFile.GOOGLE_PROVIDER,
        ROOT.resolve(name + "/provider.json"));
    add(
        configuration,
        Part.ACCOUNT,
        TrustFile.SERVICE_ACCOUNT_POLICY,
        ROOT.resolve(name + "/service-account.json"));
    add(configuration, Part.TRUST, TrustFile.AWS_ROLE, ROOT.resolve(name + "/trust.json"));
    return configuration;
  }

  private static void add(CloudConfiguration configuration, Part part, TrustFile kind, Path file)
      throws IOException {
    if (Files.exists(file)) {
      configuration.set(part, kind.parse(file.toString(), Files.readString(file)));
    }
  }

  private static Diagnosis diagnose(CloudConfiguration configuration) {
    TrustFiles files =
        new TrustFiles(
            configuration.find(Part.PROVIDER),
            configuration.find(Part.ACCOUNT),
            Optional.of(NAMES.account()),
            configuration.find(Part.TRUST),
            Optional.of(NAMES.roleArn()),
            Optional.of("bb-orders-7"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Diagnosis.of(Tokens.bitbucket(), files, Tokens.NOW);
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void namesTheBrokenLinkAndItsMend(String name) throws IOException {
    Diagnosis diagnosis = diagnose(configuration(name));

    assertThat(diagnosis.isSound()).isFalse();
    assertThat(String.join("\n", diagnosis.lines()) + "\n")
        .isEqualTo(Files.readString(ROOT.resolve(name).resolve("expected.txt")));
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void whatItPrintedMendsIt(String name) throws IOException {
    CloudConfiguration configuration = configuration(name);

    new CloudShell(configuration, NAMES).run(diagnose(configuration).lines());

    assertThat(diagnose(configuration).lines()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("setUps")
  void saysTheSameForTerraform(String name) throws IOException {
    CloudConfiguration byCommands = configuration(name);
    CloudConfiguration byTerraform = configuration(name);
    List<String> printed = diagnose(byCommands).lines();

    new CloudShell(byCommands, NAMES).run(printed);
    new CloudTerraform(byTerraform).run(printed);

    assertThat(byTerraform).isEqualTo(byCommands);
  }

  @Test
  void saysNothingOfASoundSetUp() throws IOException {
    assertThat(diagnose(configuration("sound")).lines()).isEmpty();
  }
}
