package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import java.util.Optional;

/// A test in the policy file itself.
///
/// @param line its line in the file
/// @param claims the claims of a possible token
/// @param allowed the expected decision
/// @param rule the rule that must have decided
public record PolicyTest(
    String name,
    int line,
    Claims claims,
    Action action,
    String target,
    EvaluationContext circumstances,
    boolean allowed,
    Optional<String> rule) {
  /// The result of a test.
  ///
  /// @param message the actual decision, if the test failed
  public record Result(String name, int line, boolean passed, String message) {}
}
