package dev.spannerpipe.image;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The tests run the built image, which the system property `image.name` names. `mvn verify` builds
/// none, so there they are skipped.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BuiltImage.Condition.class)
@interface BuiltImage {
  /// Knows whether there is an image.
  final class Condition implements ExecutionCondition {
    /// Returns the image's name.
    static String name() {
      return given().orElseThrow();
    }

    private static Optional<String> given() {
      return Optional.ofNullable(System.getProperty("image.name")).filter(name -> !name.isBlank());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return given().isPresent()
          ? enabled("the image is there")
          : disabled("runs in .ci/run with the built image (-Dimage.name=…)");
    }
  }
}
