package dev.spannerpipe.workflow;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// Which deployment a workflow belongs to, and what the workflow is told of it.
///
/// Repository, pipeline (where there is none, the commit), environment and database make the
/// execution's name, so that a re-run of the same deployment finds it and another deployment does
/// not.
///
/// @param repository its name, such as `team/shop`
/// @param repositoryUuid its UUID, where a verified token says so; it counts then, and not the name
/// @param pipeline the pipeline's UUID
/// @param database the full resource name
/// @param facts what goes into the input beside these, such as `buildUrl`, `planSha256` and
///   `recordHead`
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
  /// Copies the list.
  public Deployment {
    changeSets = List.copyOf(changeSets);
  }

  /// Returns what stands under `spannerPipe` in the workflow's input.
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
