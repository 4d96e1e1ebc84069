package dev.spannerpipe.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file itself: its pin, its place, its encoding.
class PolicyFileTest {
  private static final String TEXT = Policies.HEAD + "rules: []\n";

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("policy.yaml"), text);
  }

  private static Policy read(Path file) {
    return PolicyReader.read(
        new PolicySettings(
            InputFile.ofStep(file, new CloneDirectory(file.resolveSibling("clone"))),
            Optional.empty()),
        Optional.empty());
  }

  @Test
  void theExampleIsAPolicyThatPassesItsOwnTests() {
    Policy example = read(Path.of("pipe/policy.example.yaml"));

    assertThat(example.warnings()).isEmpty();
    assertThat(example.runTests()).hasSize(6).allMatch(PolicyTest.Result::passed);
  }

  @Test
  void theRulesOfThePageAreThoseOfAPolicy() {
    String page = Markdown.page("src/docs/policy.md").blocks("yaml").getFirst().text();

    Policy policy = Policies.of(Policies.HEAD + page);

    assertThat(policy.warnings()).isEmpty();
    assertThat(policy.rules()).extracting(Rule::id).containsExactly("deploy-orders");
  }

  @Test
  void saysWhereItComesFrom() throws IOException {
    Path file = file(TEXT);

    Origin origin = read(file).origin();

    assertThat(origin.advice()).isFalse();
    assertThat(origin.sha256()).matches("[0-9a-f]{64}");
    assertThat(origin.sentence())
        .isEqualTo("Policy %s, SHA-256 %s".formatted(file, origin.sha256()));
  }

  @Test
  void callsAPolicyFromTheBranchAdvice() throws IOException {
    Path clone = Files.createDirectory(directory.resolve("clone"));
    Path file = Files.writeString(clone.resolve("policy.yaml"), TEXT);

    Origin origin =
        PolicyReader.read(
                new PolicySettings(
                    InputFile.ofStep(file, new CloneDirectory(file.resolveSibling("clone"))),
                    Optional.empty()),
                Optional.of(clone))
            .origin();

    assertThat(origin.sentence())
        .isEqualTo(
            "Policy %s, SHA-256 %s: this policy is only advisory, because it comes from the branch that it restricts, and anyone who can push can change it"
                .formatted(file, origin.sha256()));
  }

  @Test
  void isNotDeceivedByALink() throws IOException {
    Path clone = Files.createDirectory(directory.resolve("clone"));
    Files.writeString(clone.resolve("policy.yaml"), TEXT);
    Path link =
        Files.createSymbolicLink(directory.resolve("link.yaml"), clone.resolve("policy.yaml"));

    Origin origin =
        PolicyReader.read(
                new PolicySettings(
                    InputFile.ofStep(link, new CloneDirectory(link.resolveSibling("clone"))),
                    Optional.empty()),
                Optional.of(clone))
            .origin();

    assertThat(origin.advice()).isTrue();
  }

  @Test
  void takesThePinnedContentOnly() throws IOException {
    Path file = file(TEXT);
    String sha256 = read(file).origin().sha256();

    assertThat(
            PolicyReader.read(
                    new PolicySettings(
                        InputFile.ofStep(file, new CloneDirectory(file.resolveSibling("clone"))),
                        Optional.of(sha256)),
                    Optional.empty())
                .origin()
                .sha256())
        .isEqualTo(sha256);
    file(TEXT + "# more\n");
    assertThatThrownBy(
            () ->
                PolicyReader.read(
                    new PolicySettings(
                        InputFile.ofStep(file, new CloneDirectory(file.resolveSibling("clone"))),
                        Optional.of(sha256)),
                    Optional.empty()))
        .isInstanceOf(BlockedFailure.class)
        .hasMessage(
            "Rejected policy %s: SHA-256 is %s, POLICY_SHA256 requires %s. Review what was changed in the policy, and set POLICY_SHA256 to its SHA-256."
                .formatted(file, read(file).origin().sha256(), sha256));
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    Path latin =
        Files.write(directory.resolve("latin.yaml"), (TEXT + "# größe\n").getBytes(ISO_8859_1));
    Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(262_145));
    String action = ". Set POLICY_FILE to a policy.";

    assertThatThrownBy(() -> read(missing))
        .hasMessage("Could not read the policy " + missing + ": there is no such file" + action);
    assertThatThrownBy(() -> read(latin))
        .hasMessage("Could not read the policy " + latin + ": line 9 is not UTF-8" + action);
    assertThatThrownBy(() -> read(large))
        .hasMessage(
            "Could not read the policy " + large + ": it has more than 262,144 bytes" + action);
    assertThatThrownBy(() -> read(directory))
        .hasMessage("Could not read the policy " + directory + ": it is a directory" + action);
  }
}
