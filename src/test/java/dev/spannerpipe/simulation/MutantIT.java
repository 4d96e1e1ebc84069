package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.mutation.MutatedCode;
import dev.spannerpipe.testing.mutation.Source;
import java.util.List;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keeps the simulation honest: each guarantee is taken out of the engine in turn, and the
/// simulation must find that out. In the gate four of them; `mutants.all` is for all, and
/// `-Dmutant=WORDS` for those whose names have these words.
class MutantIT {
  private static final int BUDGET = 20_000;

  @ParameterizedTest
  @MethodSource("mutants")
  void isFoundByTheSimulation(Mutant mutant) throws ReflectiveOperationException {
    LongBinaryOperator campaign =
        (LongBinaryOperator)
            MutatedCode.of(mutant.sources(), Set.of("dev.spannerpipe."))
                .loadClass(Campaign.class.getName())
                .getDeclaredConstructor()
                .newInstance();

    long seed = campaign.applyAsLong(1, BUDGET);

    System.out.printf("mutant \"%s\": found by seed %d: %s%n", mutant, seed, campaign);
    assertThat(seed).as("a schedule that shows: %s", mutant).isPositive();
  }

  static List<Mutant> mutants() {
    String words = System.getProperty("mutant");
    if (words != null) {
      return Mutants.ALL.stream().filter(mutant -> mutant.toString().contains(words)).toList();
    }
    return Proof.isWhole("mutants.all") ? Mutants.ALL : Mutants.inGate();
  }

  /// A mutant whose words are no longer in the engine proves nothing, nor does one that is no code.
  @Test
  void eachMutantIsAnotherEngine() {
    assertThat(Mutants.inGate()).hasSize(4);
    assertThat(Mutants.ALL)
        .allSatisfy(
            mutant -> {
              assertThat(mutant.sources())
                  .allSatisfy(
                      source ->
                          assertThat(source.text())
                              .isNotEqualTo(Source.read(source.file()).text()));
              MutatedCode.of(mutant.sources(), Set.of());
            });
  }
}
