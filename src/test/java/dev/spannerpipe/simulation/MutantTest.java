package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether the mutants still quote the engine, long before one of them is compiled.
class MutantTest {
  @ParameterizedTest
  @MethodSource("mutants")
  void quotesTheEngineAsItIs(Mutant mutant) {
    assertThat(mutant.sources()).isNotEmpty();
  }

  static List<Mutant> mutants() {
    return Mutants.ALL;
  }
}
