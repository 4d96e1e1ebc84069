package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.changelog.generate.UnsupportedChangeException;
import dev.spannerpipe.changelog.liquibase.DatabaseNames;
import dev.spannerpipe.changelog.precondition.CheckedPrecondition.Consequence;
import dev.spannerpipe.changelog.precondition.CheckedPrecondition.Word;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.text.English;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.AndPrecondition;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;
import liquibase.precondition.core.DBMSPrecondition;
import liquibase.precondition.core.NotPrecondition;
import liquibase.precondition.core.ObjectQuotingStrategyPrecondition;
import liquibase.precondition.core.OrPrecondition;
import liquibase.precondition.core.PreconditionContainer;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;

/// Converts Liquibase's preconditions, which require a JDBC connection, to the pipe's own
/// preconditions.
public final class Preconditions {
  private static final String DATABASE = "the database";

  private final Database database;
  private final DatabaseChecks conditions;

  public Preconditions(Database database, DatabaseChecks conditions) {
    this.database = database;
    this.conditions = conditions;
  }

  /// Returns the precondition of a change set, if there is one. Throws [UnsupportedChangeException]
  /// if the pipe cannot evaluate the precondition.
  public Optional<Precondition> of(ChangeSet changeSet) {
    PreconditionContainer container = changeSet.getPreconditions();
    if (container == null || container.getNestedPreconditions().isEmpty()) {
      return Optional.empty();
    }
    PreconditionCheck condition = all(container, changeSet.getChangeLog(), changeSet);
    return Optional.of(new CheckedPrecondition(condition, onFail(container), onError(container)));
  }

  /// Returns the precondition of a changelog, if there is one. It includes the preconditions of the
  /// files that the changelog includes. It belongs to no change set that could be skipped, so the
  /// run ends if the precondition does not hold, unless `onFail` is `WARN`.
  public Optional<Precondition> of(DatabaseChangeLog changelog) {
    PreconditionContainer container = changelog.getPreconditions();
    if (container == null || container.getNestedPreconditions().isEmpty()) {
      return Optional.empty();
    }
    Consequence halt = new Consequence(Word.HALT, Optional.empty());
    return Optional.of(new CheckedPrecondition(all(container, changelog, null), halt, halt));
  }

  private static Consequence onFail(PreconditionContainer container) {
    return new Consequence(
        Word.valueOf(container.getOnFail().name()),
        Optional.ofNullable(container.getOnFailMessage()));
  }

  private static Consequence onError(PreconditionContainer container) {
    return new Consequence(
        Word.valueOf(container.getOnError().name()),
        Optional.ofNullable(container.getOnErrorMessage()));
  }

  private PreconditionCheck all(
      PreconditionLogic logic, DatabaseChangeLog changelog, @Nullable ChangeSet changeSet) {
    return PreconditionCheck.all("and", parts(logic, changelog, changeSet));
  }

  private List<PreconditionCheck> parts(
      PreconditionLogic logic, DatabaseChangeLog changelog, @Nullable ChangeSet changeSet) {
    return logic.getNestedPreconditions().stream()
        .filter(nested -> nested != null)
        .map(nested -> condition(nested, changelog, changeSet))
        .toList();
  }

  private PreconditionCheck condition(
      liquibase.precondition.Precondition precondition,
      DatabaseChangeLog changelog,
      @Nullable ChangeSet changeSet) {
    return switch (precondition) {
      case PreconditionContainer container ->
          lenient(container, all(container, changelog, changeSet));
      case AndPrecondition and -> all(and, changelog, changeSet);
      case OrPrecondition or -> PreconditionCheck.any(parts(or, changelog, changeSet));
      case NotPrecondition not -> PreconditionCheck.none(parts(not, changelog, changeSet));
      case DBMSPrecondition dbms -> dbms(dbms);
      case ChangeLogPropertyDefinedPrecondition property ->
          fixed(
              "changeLogPropertyDefined("
                  + property.getProperty()
                  + ","
                  + property.getValue()
                  + ")",
              defined(property),
              property,
              changelog,
              changeSet);
      case ObjectQuotingStrategyPrecondition strategy ->
          fixed(
              "expectedQuotingStrategy",
              // Liquibase's class has no getter.
              Phrase.is(
                  "the quoting strategy",
                  String.valueOf(strategy.getSerializableFieldValue("strategy"))),
              strategy,
              changelog,
              changeSet);
      default -> conditions.of(precondition, changelog, changeSet);
    };
  }

  private PreconditionCheck dbms(DBMSPrecondition dbms) {
    return PreconditionCheck.fixed(
        "dbms(" + dbms.getType() + ")",
        isDatabase(dbms.getType()),
        DatabaseNames.match(dbms.getType(), database, false)
            ? Optional.empty()
            : Optional.of(
                "DBMS Precondition failed: expected %s, got %s"
                    .formatted(dbms.getType(), database.getShortName())));
  }

  /// Returns the condition of a nested container. If the condition does not hold, the container's
  /// `onFail` decides the result; if it cannot be evaluated, the container's `onError` does. `WARN`
  /// means that the condition counts as holding and adds a warning. Every other value means that
  /// the condition counts as not holding.
  private static PreconditionCheck lenient(
      PreconditionContainer container, PreconditionCheck condition) {
    Consequence onFail = onFail(container);
    Consequence onError = onError(container);
    return new PreconditionCheck(
        condition.needs(),
        "onFail=" + onFail + " onError=" + onError + " " + condition.text(),
        condition.phrase(),
        (database, warnings) -> {
          Optional<String> failure;
          boolean warns = onFail.word() == Word.WARN;
          Optional<String> message = onFail.message();
          try {
            failure = condition.check().failure(database, warnings);
          } catch (QueryException refused) {
            failure = Optional.of(CheckedPrecondition.unevaluated(refused));
            warns = onError.word() == Word.WARN;
            message = onError.message();
          }
          Optional<String> reason =
              failure.isPresent() ? Optional.of(message.orElse(failure.get())) : failure;
          if (warns) {
            reason.ifPresent(warnings::add);
            return Optional.empty();
          }
          return reason;
        });
  }

  private static Phrase isDatabase(@Nullable String type) {
    List<String> names = type == null ? List.of() : StringUtil.splitAndTrim(type.strip(), ",");
    if (names.isEmpty()) {
      return Phrase.any(List.of());
    }
    if (names.stream().allMatch(name -> name.startsWith("!"))) {
      return Phrase.all(
          names.stream().map(name -> Phrase.is(DATABASE, name.substring(1)).negated()).toList());
    }
    return names.stream().anyMatch(name -> name.startsWith("!"))
        ? Phrase.is(DATABASE, "one of " + String.join(", ", names))
        : Phrase.is(DATABASE, English.list(names, "or"));
  }

  private static Phrase defined(ChangeLogPropertyDefinedPrecondition property) {
    String subject = "the changelog property " + property.getProperty();
    return Phrase.is(subject, property.getValue() == null ? "set" : property.getValue());
  }

  /// Returns a placeholder for a change set. Some of Liquibase's checks fail without a change set.
  private static ChangeSet nameless(DatabaseChangeLog changelog) {
    return new ChangeSet("", "", false, false, changelog.getFilePath(), null, null, changelog);
  }

  /// Evaluates a precondition that does not depend on the database. Liquibase's own code evaluates
  /// it.
  private PreconditionCheck fixed(
      String text,
      Phrase phrase,
      liquibase.precondition.Precondition precondition,
      DatabaseChangeLog changelog,
      @Nullable ChangeSet changeSet) {
    try {
      precondition.check(
          database, changelog, changeSet == null ? nameless(changelog) : changeSet, null);
      return PreconditionCheck.fixed(text, phrase, Optional.empty());
    } catch (PreconditionFailedException failed) {
      return PreconditionCheck.fixed(
          text, phrase, Optional.of(failed.getFailedPreconditions().getFirst().getMessage()));
    } catch (PreconditionErrorException error) {
      throw new UnsupportedChangeException(
          "its precondition "
              + precondition.getName()
              + " cannot be evaluated: "
              + LiquibaseErrors.text(LiquibaseErrors.deepest(error)),
          "Correct the precondition");
    }
  }
}
