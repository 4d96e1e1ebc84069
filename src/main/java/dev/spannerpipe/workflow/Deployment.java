package dev.spannerpipe.workflow;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// Identifies the deployment that a workflow belongs to, with the facts that the workflow receives.
///
/// A hash of the repository, the pipeline, the environment and the database is part of the name of
/// the execution; [ExecutionName] adds the state machine and `WORKFLOW_KEY`. Without a pipeline,
/// the commit is used instead. A re-run of the same deployment therefore finds the execution, and
/// another deployment does not.
///
/// @param repository the name of the repository, such as `team/shop`
/// @param repositoryUuid the UUID of the repository from a verified token; if present, the
///   execution name is made from the UUID instead of the repository's name
/// @param pipeline the UUID of the pipeline
/// @param database the full resource name of the database
/// @param facts the other members of the input, such as `buildUrl`, `planSha256` and `recordHead`
/// @param changeSets the change sets that this run applied
public record Deployment(
    String repository,
    Optional<String> repositoryUuid,
    Optional<String> pipeline,
    Optional<String> commit,
    Optional<String> environment,
    String database,
    JsonObject facts,
    List<String> changeSets) {
  /// Copies the list of change sets.
  public Deployment {
    changeSets = List.copyOf(changeSets);
  }

  /// Returns the members of `spannerPipe` in the workflow's input.
  JsonObject members() {
    JsonObject members =
        facts
            .with("repository", repository.isEmpty() ? null : repository)
            .with("repositoryUuid", repositoryUuid.orElse(null))
            .with("pipeline", pipeline.orElse(null))
            .with("commit", commit.orElse(null))
            .with("environment", environment.orElse(null))
            .with("database", database)
            .with("changeSetCount", changeSets.size());
    return members.with("changeSets", Json.texts(changeSets));
  }
}
