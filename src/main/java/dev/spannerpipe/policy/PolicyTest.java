package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import java.util.Optional;

/// A test that stands in the policy file itself.
///
/// @param line where it stands
/// @param claims the claims of a token that might come
/// @param allowed what must come of it
/// @param rule which rule must have decided
public record PolicyTest(
    String name,
    int line,
    Claims claims,
    Action action,
    String target,
    EvaluationContext circumstances,
    boolean allowed,
    Optional<String> rule) {
  /// How a test went.
  ///
  /// @param message what came of it, where it failed
  public record Result(String name, int line, boolean passed, String message) {}
}
