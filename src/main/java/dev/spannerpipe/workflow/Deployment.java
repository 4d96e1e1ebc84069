package dev.spannerpipe.workflow;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// The identity of the deployment that a workflow belongs to, and the facts that the workflow
/// receives as its input.
///
/// The name of the workflow's execution contains a hash of the repository, the pipeline (or the
/// commit, if there is no pipeline), the environment, the database, the state machine and
/// `WORKFLOW_KEY`. So a re-run of the same deployment finds the execution by its name, and a run of
/// another deployment does not find it.
///
/// @param repository the name of the repository, such as `team/shop`
/// @param repositoryUuid the UUID of the repository from a verified token; if present, the hash in
///   the execution's name is computed from this UUID instead of the repository's name
/// @param pipeline the UUID of the pipeline
/// @param database the full resource name of the database
/// @param facts those members of `spannerPipe` in the workflow's input that no other component of
///   this record contains, such as `buildUrl`, `planSha256` and `recordHead`
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
