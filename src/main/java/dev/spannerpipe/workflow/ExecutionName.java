package dev.spannerpipe.workflow;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.text.Sha256;
import java.util.Optional;

/// Builds the name of an execution from its deployment.
///
/// A name has at most 80 characters. Only letters, digits, `-` and `_` are used, because Step
/// Functions forbids other characters or CloudWatch cannot log them
/// ([StartExecution](https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html)).
final class ExecutionName {
  private static final int LONGEST_PREFIX = 50;
  private static final int HASH_DIGITS = 16;

  private ExecutionName() {}

  /// Returns the part of the name that all attempts of a deployment share: a readable prefix, and a
  /// hash of the values that identify the deployment.
  ///
  /// @param key the value of `WORKFLOW_KEY`
  static String deployment(
      Deployment deployment, StateMachineArn stateMachine, Optional<String> key) {
    String readable =
        deployment.repository().replaceFirst(".*/", "")
            + deployment.environment().map(each -> "-" + each).orElse("");
    JsonObject content =
        Json.object()
            .with("repository", deployment.repositoryUuid().orElse(deployment.repository()))
            .with("pipeline", deployment.pipeline().orElse(null))
            .with(
                "commit",
                deployment.pipeline().isPresent() ? null : deployment.commit().orElse(null))
            .with("environment", deployment.environment().orElse(null))
            .with("database", deployment.database())
            .with("stateMachine", stateMachine.unqualified())
            .with("key", key.orElse(null));
    String prefix = plain(readable);
    return (prefix.isEmpty() ? "" : prefix + "-")
        + Sha256.of(content.canonical()).substring(0, HASH_DIGITS);
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[^0-9A-Za-z_-]+", "-").replaceAll("^-+", "");
    plain = plain.length() > LONGEST_PREFIX ? plain.substring(0, LONGEST_PREFIX) : plain;
    return plain.replaceAll("-+$", "");
  }

  /// Returns the token of a request to redrive, that is, to continue, a failed execution. Each
  /// redrive has its own token, and a retry of the same request has the same token.
  static String redriveToken(WorkflowIntent intent, int redriveCountBefore) {
    return Sha256.of(intent.name() + "#" + redriveCountBefore).substring(0, 32);
  }
}
