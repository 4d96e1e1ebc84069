package dev.spannerpipe.report.preview;

import static dev.spannerpipe.plan.PlanDocument.list;
import static dev.spannerpipe.plan.PlanDocument.word;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Cost;
import dev.spannerpipe.preview.Cost.RowWork;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.text.SafeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A preview as JSON: the content of `preview.json`. A member without a value is left out. Later
/// versions may add members, but never change the name or the meaning of a member.
/// `src/docs/preview-json.md` documents each member.
public final class PreviewDocument {
  /// The name of the file.
  public static final String FILE = "preview.json";

  private PreviewDocument() {}

  /// Returns the document on one line, which ends with a line break. Characters that could affect a
  /// terminal are escaped.
  public static String text(Preview preview) {
    return SafeText.json(of(preview).canonical()) + "\n";
  }

  /// Returns the preview as a JSON object.
  public static JsonObject of(Preview preview) {
    Plan plan = preview.plan();
    JsonObject document =
        Json.object()
            .with("format", 1)
            .with("baseline", baseline(preview.baseline()))
            .with("changelog", preview.changelog())
            .with("dialect", plan.dialect().name())
            .with("planSha256", plan.digest())
            .with("applied", plan.applied())
            .with("pending", plan.pending().size())
            .with("summary", PreviewSentences.result(preview))
            .with("counts", counts(preview.findings()))
            .with("notes", Json.texts(preview.notes()))
            .with("notices", Json.texts(plan.notices()))
            .with("changeSets", list(preview.changeSets(), PreviewDocument::changeSet))
            .with("findings", list(preview.findings(), PreviewDocument::finding))
            .with("cost", cost(preview.cost()))
            .with("dataLosses", list(preview.losses(), PlanDocument::loss))
            .with("notPreviewed", notPreviewed(preview));
    return preview
        .allowsLosses()
        .map(allowed -> document.with("allowsDataLosses", new JsonBoolean(allowed)))
        .orElse(document);
  }

  private static JsonObject baseline(Baseline baseline) {
    JsonObject members = Json.object().with("kind", baseline.kind()).with("text", baseline.words());
    return switch (baseline) {
      case Baseline.Live live ->
          members.with("database", live.database().toString()).with("at", live.at().toString());
      case Baseline.Destination destination ->
          members.with("commit", destination.commit()).with("reason", baseline.reason());
      case Baseline.Empty _ -> members.with("reason", baseline.reason());
    };
  }

  private static JsonObject counts(List<LintFinding> findings) {
    return Json.object()
        .with("errors", PreviewFindings.count(findings, Severity.ERROR))
        .with("warnings", PreviewFindings.count(findings, Severity.WARNING))
        .with("infos", PreviewFindings.count(findings, Severity.INFO))
        .with("waived", PreviewFindings.waived(findings));
  }

  private static JsonObject at(SourceLocation location) {
    return Json.object().with("file", location.file()).with("line", location.line());
  }

  private static JsonObject changeSet(PreviewedChangeSet changeSet) {
    JsonObject members =
        PlanDocument.changeSet(changeSet.planned().changeSet())
            .with("reason", word(changeSet.planned().reason()))
            .with("effects", list(changeSet.effects(), PreviewDocument::effect))
            .with("dataChanges", changeSet.dataChanges())
            .with("rejected", list(changeSet.rejected(), PreviewDocument::rejected))
            .with("partial", list(changeSet.partial(), PreviewDocument::partial))
            .with("rowsLost", new JsonBoolean(changeSet.rowsLost()));
    return precondition(changeSet)
        .map(outcome -> members.with("precondition", outcome))
        .orElse(members);
  }

  private static JsonObject effect(Effect effect) {
    JsonObject members = object(effect.object()).with("text", EffectText.of(effect));
    return switch (effect) {
      case Effect.Added _ -> members.with("effect", "added");
      case Effect.Dropped _ -> members.with("effect", "dropped");
      case Effect.Changed changed ->
          property(changed.property(), members)
              .with("effect", "changed")
              .with("from", changed.from())
              .with("to", changed.to());
      case Effect.Lost lost ->
          property(lost.property(), members).with("effect", "lost").with("from", lost.from());
    };
  }

  private static JsonObject object(ObjectName object) {
    return Json.object()
        .with("object", object.toString())
        .with("kind", word(object.kind()))
        .with("name", object.name().text())
        .with("part", nonEmpty(object.part().text()).orElse(null));
  }

  private static JsonObject property(Property property, JsonObject members) {
    return members
        .with("property", word(property.aspect()))
        .with("option", nonEmpty(property.option()).orElse(null));
  }

  private static JsonObject rejected(RejectedStatement statement) {
    return at(statement.location())
        .with("statement", statement.statement())
        .with("code", statement.rejection().code().name())
        .with("message", statement.rejection().words())
        .with("kind", word(statement.kind()));
  }

  private static JsonObject partial(PartialStatement statement) {
    return at(statement.location())
        .with("statement", statement.statement())
        .with("without", Json.texts(statement.without()))
        .with("skipped", new JsonBoolean(statement.leftOut()));
  }

  private static Optional<JsonObject> precondition(PreviewedChangeSet changeSet) {
    if (changeSet.preconditionUnknown()) {
      return Optional.of(Json.object().with("outcome", "unknown"));
    }
    return changeSet.precondition().map(PreviewDocument::outcome);
  }

  private static JsonObject outcome(Precondition.Outcome outcome) {
    return switch (outcome) {
      case Precondition.Outcome.Run(String warning) -> outcome("run", warning);
      case Precondition.Outcome.Skip(String reason) -> outcome("skip", reason);
      case Precondition.Outcome.MarkRan(String reason) -> outcome("markRan", reason);
      case Precondition.Outcome.Halt(String reason) -> outcome("halt", reason);
    };
  }

  private static JsonObject outcome(String name, String reason) {
    return Json.object().with("outcome", name).with("reason", nonEmpty(reason).orElse(null));
  }

  private static JsonObject finding(LintFinding finding) {
    JsonObject members =
        finding
            .location()
            .map(PreviewDocument::at)
            .orElseGet(Json::object)
            .with("rule", finding.rule().id())
            .with("title", finding.rule().title())
            .with("severity", word(finding.severity()))
            .with("message", finding.message())
            .with("fix", nonEmpty(finding.fix()).orElse(null))
            .with("waiver", finding.waiver().orElse(null));
    return finding
        .changeSet()
        .map(changeSet -> members.with("changeSet", PlanDocument.identity(changeSet)))
        .orElse(members);
  }

  private static JsonObject cost(Cost cost) {
    return Json.object()
        .with("schemaOperations", cost.operations())
        .with("statements", cost.statements())
        .with("schemaVersions", cost.schemaVersions())
        .with("work", list(cost.work(), PreviewDocument::work));
  }

  private static JsonObject work(RowWork work) {
    JsonObject members =
        Json.object()
            .with("kind", word(work.kind()))
            .with("object", work.object().toString())
            .with("table", work.table().text())
            .with("changeSet", PlanDocument.identity(work.changeSet()));
    return work.bytes().isPresent() ? members.with("bytes", work.bytes().getAsLong()) : members;
  }

  private static JsonObject notPreviewed(Preview preview) {
    NotPreviewed rest = NotPreviewed.of(preview);
    return Json.object()
        .with("statements", rest.statements())
        .with("constructs", Json.texts(rest.constructs()))
        .with("unsupported", Json.texts(preview.missing().stream().sorted().toList()))
        .with(
            "baseline", list(List.copyOf(rest.baseline().entrySet()), PreviewDocument::statement));
  }

  private static JsonObject statement(Map.Entry<String, List<String>> statement) {
    return Json.object()
        .with("statement", statement.getKey())
        .with("without", Json.texts(statement.getValue()));
  }

  private static Optional<String> nonEmpty(String text) {
    return Optional.of(text).filter(present -> !present.isEmpty());
  }
}
