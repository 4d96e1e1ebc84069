package dev.spannerpipe.report;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.PlanDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A database's status as JSON. A member without a value is left out. Later versions may add
/// members, but never change the name or the meaning of a member.
public final class StatusDocument {
  private StatusDocument() {}

  /// Returns the status as a JSON object.
  ///
  /// @param database the full name of the database
  public static JsonObject of(DatabaseStatus status, String database) {
    BookkeepingState state = status.view().state();
    JsonObject document =
        Json.object()
            .with("databaseTime", state.databaseTime().toString())
            .with("edited", edited(status.edited()));
    document =
        with(
            document,
            "plan",
            status.plan().map(plan -> PlanDocument.of(plan, Optional.of(database))).orElse(null));
    document =
        with(document, "halfFinished", state.cursor().map(StatusDocument::cursor).orElse(null));
    document =
        with(document, "lease", state.lease().map(lease -> lease(status, lease)).orElse(null));
    document =
        with(
            document,
            "openIntent",
            state.open().map(intent -> intent(status, intent)).orElse(null));
    document = with(document, "liquibaseLock", lock(state.lock()));
    if (!status.liveSchema().isEmpty()) {
      document = document.with("liveSchema", Json.texts(status.liveSchema()));
    }
    document = with(document, "problems", problems(status.problems()));
    document = with(document, "warnings", problems(status.warnings()));
    return document.with("problem", status.problem().map(Throwable::getMessage).orElse(null));
  }

  private static JsonArray edited(List<ChangeSet> changeSets) {
    List<Json> items = new ArrayList<>();
    for (ChangeSet changeSet : changeSets) {
      items.add(
          identity(changeSet.identity())
              .with("file", changeSet.location().file())
              .with("line", changeSet.location().line()));
    }
    return new JsonArray(items);
  }

  private static @Nullable JsonArray problems(List<ChangelogProblem> problems) {
    List<Json> items = new ArrayList<>();
    for (ChangelogProblem problem : problems) {
      items.add(
          Json.object()
              .with("file", problem.location().file())
              .with("line", problem.location().line())
              .with("description", problem.description())
              .with("action", problem.action()));
    }
    return items.isEmpty() ? null : new JsonArray(items);
  }

  private static JsonObject identity(ChangeSetId id) {
    return Json.object().with("path", id.path()).with("id", id.id()).with("author", id.author());
  }

  private static JsonObject cursor(Cursor cursor) {
    return identity(cursor.changeSet())
        .with("direction", cursor.direction().name().toLowerCase(Locale.ROOT))
        .with("intent", cursor.attempt())
        .with("applied", Json.texts(cursor.applied()));
  }

  private static JsonObject lease(DatabaseStatus status, Lease lease) {
    JsonObject document =
        Json.object()
            .with("epoch", lease.epoch())
            .with("links", lease.links())
            .with("link", lease.link());
    return lease.holder().map(holder -> held(status, lease, holder, document)).orElse(document);
  }

  private static JsonObject held(
      DatabaseStatus status, Lease lease, Lease.Holder holder, JsonObject document) {
    return document
        .with("runId", holder.runId())
        .with("url", holder.url())
        .with("since", holder.since().toString())
        .with("expiresAt", lease.expiresAt().toString())
        .with("expired", new JsonBoolean(status.leaseExpired(lease)));
  }

  private static JsonObject intent(DatabaseStatus status, Intent intent) {
    JsonObject document =
        Json.object()
            .with("intent", intent.attempt().toString())
            .with("runId", intent.runId())
            .with("kind", intent.kind().name().toLowerCase(Locale.ROOT))
            .with("createdAt", intent.createdAt().toString())
            .with("deadline", text(intent.deadline()));
    if (intent.kind() == Intent.Kind.SCHEMA) {
      document =
          document
              .with("operationId", intent.attempt().operationId())
              .with("statements", new JsonArray(intent.content().items("statements")));
    }
    return with(
        document, "operation", status.operation().map(StatusDocument::operation).orElse(null));
  }

  private static JsonObject operation(SchemaChanges.Operation operation) {
    return Json.object()
        .with("done", new JsonBoolean(operation.done()))
        .with("statements", Json.texts(operation.statements()))
        .with(
            "committed", Json.texts(operation.committed().stream().map(Instant::toString).toList()))
        .with("throttled", new JsonBoolean(operation.throttled()))
        .with("error", operation.error());
  }

  private static @Nullable JsonObject lock(LiquibaseLock lock) {
    return lock.locked()
        ? Json.object().with("lockedBy", lock.lockedBy()).with("since", text(lock.granted()))
        : null;
  }

  private static JsonObject with(JsonObject document, String name, @Nullable Json value) {
    return value == null ? document : document.with(name, value);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
