package dev.spannerpipe.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rules that the command `preview` checks. The ids never change, because waivers in changelogs
/// contain them. `src/docs/lint.md` explains each rule, with the id in lower case as the anchor.
public enum LintRule {
  /// The replay (the execution of the plan in an emulator) rejects a statement, and it is certain
  /// that Spanner would reject it, too.
  SP001(Severity.ERROR, "The statement is rejected"),
  /// A statement or a part of it could not be previewed.
  SP002(Severity.INFO, "Not previewed"),
  /// A waiver that silences nothing.
  SP003(Severity.INFO, "Waiver without effect"),
  /// The history or the schema contains something that is not in the changelog.
  SP004(Severity.WARNING, "Unknown to the changelog"),
  /// A table is dropped.
  SP101(Severity.ERROR, "Drops a table"),
  /// A column is dropped.
  SP102(Severity.ERROR, "Drops a column"),
  /// The type of a column becomes narrower.
  SP103(Severity.ERROR, "Narrows a type"),
  /// A column loses a part of its definition that the statement does not mention.
  SP104(Severity.ERROR, "Loses a part of a column's definition"),
  /// A sequence, a change stream or a schema is dropped.
  SP105(Severity.ERROR, "Drops a sequence, change stream or schema"),
  /// Rows expire from now on, or sooner than before.
  SP106(Severity.ERROR, "Rows expire"),
  /// A change stream stops watching a table or column, or does not watch a new one.
  SP107(Severity.WARNING, "A change stream does not watch it"),
  /// An object loses its grants, or a new object has no grants.
  SP108(Severity.WARNING, "Grants are missing"),
  /// A constraint or a unique index is dropped.
  SP109(Severity.WARNING, "Drops a constraint"),
  /// An existing column becomes `NOT NULL`.
  SP201(Severity.WARNING, "NOT NULL on an existing column"),
  /// A new check constraint or foreign key makes Spanner validate existing rows.
  SP202(Severity.WARNING, "Validates existing rows"),
  /// An index on an existing table is backfilled.
  SP203(Severity.WARNING, "Backfills an index"),
  /// A unique index is created on an existing table.
  SP204(Severity.WARNING, "Unique index on an existing table"),
  /// More backfills or validations than one plan should have.
  SP205(Severity.WARNING, "Many backfills or validations"),
  /// A stored generated column is added to an existing table.
  SP207(Severity.WARNING, "Stored generated column on an existing table"),
  /// A primary key whose value grows with each new row.
  SP301(Severity.WARNING, "Key that grows"),
  /// An index whose first column grows with each new row, or has only few different values.
  SP302(Severity.WARNING, "Index that grows"),
  /// An index that another index makes unnecessary.
  SP304(Severity.WARNING, "Index is a prefix of another"),
  /// A key column of unlimited length.
  SP306(Severity.WARNING, "Key without a length"),
  /// A constraint without a name.
  SP307(Severity.WARNING, "Constraint without a name"),
  /// A name that will cause trouble.
  SP308(Severity.WARNING, "Problematic name"),
  /// A table is renamed without a synonym.
  SP401(Severity.ERROR, "Renames without a synonym"),
  /// Deleting a row now also deletes rows of another table.
  SP404(Severity.WARNING, "A delete now cascades"),
  /// Schema changes and data changes in one change set.
  SP501(Severity.WARNING, "Schema and data in one change set"),
  /// A data change that may exceed the limit of a transaction.
  SP502(Severity.WARNING, "May exceed the mutation limit"),
  /// A partitioned DML statement whose form does not show that it is idempotent; only the change
  /// set declares that it is.
  SP503(Severity.INFO, "Partitioned DML is idempotent only by declaration"),
  /// A change set was edited after it was applied.
  SP601(Severity.ERROR, "Edited after it was applied"),
  /// A pending change set comes before an applied one in the changelog.
  SP602(Severity.WARNING, "Out of order"),
  /// Two change sets have the same id.
  SP603(Severity.ERROR, "Duplicate id"),
  /// Change sets that cannot be undone.
  SP604(Severity.INFO, "Cannot be undone"),
  /// A statement that changes nothing, although its author may expect a change.
  SP606(Severity.WARNING, "Statement without effect"),
  /// Schema changes in a change set that runs in each run, or again when it was edited.
  SP607(Severity.WARNING, "Schema changes that run again"),
  /// A precondition was not evaluated, because it needs rows that the preview could not read.
  SP608(Severity.INFO, "Precondition not evaluated"),
  /// Any other problem for which the pipe rejects the changelog.
  SP610(Severity.ERROR, "The changelog is rejected"),
  /// A limit of Spanner is almost reached, or exceeded.
  SP701(Severity.WARNING, "Limit of Spanner");

  private final Severity severity;
  private final String title;

  LintRule(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  /// Returns the rule with this id; empty if there is none.
  public static Optional<LintRule> of(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
  }

  /// Returns all ids, in order.
  public static List<String> ids() {
    return Arrays.stream(values()).map(LintRule::id).toList();
  }

  /// Returns the stable id, for example `SP203`.
  public String id() {
    return name();
  }

  /// Returns the usual severity of a finding of this rule. The rule can choose another severity for
  /// a finding.
  public Severity severity() {
    return severity;
  }

  /// Returns the title of the rule for people, without a period.
  public String title() {
    return title;
  }

  /// Returns whether a waiver may silence the rule. A waiver may not silence a rejected statement,
  /// an edited change set, a duplicate id or a rejected changelog, because `apply` would fail
  /// anyway.
  public boolean isWaivable() {
    return switch (this) {
      case SP001, SP601, SP603, SP610 -> false;
      default -> true;
    };
  }
}
