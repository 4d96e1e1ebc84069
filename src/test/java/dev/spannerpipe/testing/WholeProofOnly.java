package dev.spannerpipe.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The test is too long for the gate; see [Proof].
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WholeProofOnly.Condition.class)
public @interface WholeProofOnly {
  /// The property that enables this test alone.
  String value();

  /// Asks [Proof].
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return findAnnotation(context.getElement(), WholeProofOnly.class)
          .map(WholeProofOnly::value)
          .filter(property -> !Proof.isWhole(property))
          .map(property -> disabled("runs with -Dtests.all=true or -D" + property + "=true"))
          .orElse(enabled("the whole proof"));
    }
  }
}
