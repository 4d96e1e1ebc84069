package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import java.util.Optional;

/// A test that the policy file contains.
///
/// @param line the line of the test in the file
/// @param claims the claims of the example token
/// @param allowed whether the policy is expected to allow the action
/// @param rule the id of the rule that is expected to decide
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
  /// @param message the expected and the actual decision; empty if the test passed
  public record Result(String name, int line, boolean passed, String message) {}
}
