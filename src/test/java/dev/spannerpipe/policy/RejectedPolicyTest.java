package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.testing.ScenarioFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Policies that are rejected when they are read. Each is a folder in
/// `src/test/resources/rejected/policies`: `policy.yaml`, and in `expected.txt` all that is said.
class RejectedPolicyTest {
  static List<Path> policies() {
    return ScenarioFolders.of("rejected/policies");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void saysWhatIsWrongAndWhere(Path folder) {
    ConfigurationFailure failure =
        catchThrowableOfType(
            ConfigurationFailure.class,
            () -> Policies.of(ScenarioFolders.text(folder.resolve("policy.yaml"))));
    List<String> lines = new ArrayList<>(failure.details());
    lines.add(failure.getMessage());

    assertThat(String.join("\n", lines) + "\n").isEqualTo(ScenarioFolders.expected(folder));
  }
}
