package dev.spannerpipe.workflow;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// Identifies the deployment that a workflow belongs to, with the facts that the workflow receives.
///
/// The execution's name is made from the repository, pipeline, environment and database. Without a
/// pipeline, the commit takes its place. A re-run of the same deployment therefore finds the
/// execution, and another deployment does not.
///
/// @param repository its name, such as `team/shop`
/// @param repositoryUuid its UUID from a verified token; if present, it is used instead of the name
/// @param pipeline the pipeline's UUID
/// @param database the full resource name
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
