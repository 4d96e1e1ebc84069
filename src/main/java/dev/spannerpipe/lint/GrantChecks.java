package dev.spannerpipe.lint;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Grants that objects lose, and new objects without grants.
final class GrantChecks {
  private static final int NAMED = 3;

  private GrantChecks() {}

  static List<LintFinding> grants(LintedChangeSet changeSet) {
    return Stream.concat(lost(changeSet), missing(changeSet)).toList();
  }

  /// Reports objects that are still there in the end, but without grants that they had. A `REVOKE`
  /// says what it does, so it is no finding.
  private static Stream<LintFinding> lost(LintedChangeSet changeSet) {
    Map<ObjectName, List<Grant>> lost = new LinkedHashMap<>();
    changeSet
        .dropped(ObjectKind.GRANT)
        .filter(effect -> !changeSet.last().has(effect.object()))
        .flatMap(effect -> changeSet.before().find(effect.object()).stream())
        .map(Grant.class::cast)
        .filter(grant -> hasRole(changeSet, grant) && !isRevoked(changeSet, grant))
        .forEach(
            grant ->
                object(grant)
                    .filter(changeSet.last()::has)
                    .ifPresent(
                        object -> lost.computeIfAbsent(object, _ -> new ArrayList<>()).add(grant)));
    return lost.entrySet().stream()
        .map(
            entry ->
                changeSet.finding(
                    LintRule.SP108,
                    new Effect.Dropped(entry.getKey()),
                    "The %s loses its grants: %s".formatted(entry.getKey(), text(entry.getValue())),
                    "Grant the privileges again in the same change set"));
  }

  private static String text(List<Grant> grants) {
    List<String> texts =
        new ArrayList<>(
            grants.stream()
                .limit(NAMED)
                .map(grant -> "%s to %s".formatted(grant.privilege(), grant.role()))
                .toList());
    if (grants.size() > NAMED) {
      texts.add((grants.size() - NAMED) + " more");
    }
    return English.list(texts);
  }

  private static Optional<ObjectName> object(Grant grant) {
    return ObjectKind.of(grant.kind().toLowerCase(Locale.ROOT))
        .map(kind -> new ObjectName(kind, grant.object()));
  }

  /// Roles that Spanner itself has, such as `public`, are not declared.
  private static boolean hasRole(LintedChangeSet changeSet, Grant grant) {
    ObjectName role = new ObjectName(ObjectKind.ROLE, grant.role());
    return changeSet.last().has(role) || !changeSet.before().has(role);
  }

  private static boolean isRevoked(LintedChangeSet changeSet, Grant grant) {
    SchemaModel only = SchemaModel.empty(changeSet.dialect()).with(grant);
    return changeSet.schemaChanges().stream()
        .filter(step -> changeSet.head(step).verb().equals("revoke"))
        .map(Step::text)
        .anyMatch(text -> !SchemaStatements.apply(only, text).has(grant.name()));
  }

  /// Reports new objects on which no role has a privilege, while roles have some on others of the
  /// same kind.
  private static Stream<LintFinding> missing(LintedChangeSet changeSet) {
    return changeSet
        .added(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.CHANGE_STREAM)
        .filter(effect -> changeSet.last().has(effect.object()))
        .filter(effect -> isMissing(changeSet, effect.object()))
        .map(
            effect ->
                changeSet.finding(
                    LintRule.SP108,
                    effect,
                    "No role has a privilege on the new %s, but roles have privileges on other %ss"
                        .formatted(effect.object(), effect.object().kind().words()),
                    "Grant the roles what they need in the same change set"));
  }

  private static boolean isMissing(LintedChangeSet changeSet, ObjectName object) {
    String kind = object.kind().words().toUpperCase(Locale.ROOT);
    List<Grant> grants =
        changeSet.last().objects(Grant.class).stream()
            .filter(grant -> grant.kind().equals(kind) || grant.kind().startsWith("ALL " + kind))
            .toList();
    return !grants.isEmpty() && grants.stream().noneMatch(grant -> covers(grant, object.name()));
  }

  private static boolean covers(Grant grant, Name object) {
    return grant.kind().startsWith("ALL ") || grant.object().equals(object);
  }
}
