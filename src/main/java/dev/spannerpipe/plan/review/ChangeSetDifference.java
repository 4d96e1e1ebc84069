package dev.spannerpipe.plan.review;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.review.DigestedPlan.Entry;
import dev.spannerpipe.plan.review.DigestedPlan.Statement;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/// How a change set of this run differs from the change set of the same name in the reviewed plan.
final class ChangeSetDifference {
  private static final int LONGEST_STATEMENT = 80;

  private final Entry reviewed;
  private final Entry actual;
  private final ChangeSet source;
  private final List<String> clauses = new ArrayList<>();

  private ChangeSetDifference(Entry reviewed, Entry actual, ChangeSet source) {
    this.reviewed = reviewed;
    this.actual = actual;
    this.source = source;
  }

  /// Returns one clause for each difference; none if the two are the same.
  ///
  /// @param source the change set of this run, which knows its place in the repository
  static List<String> clauses(Entry reviewed, Entry actual, ChangeSet source) {
    ChangeSetDifference difference = new ChangeSetDifference(reviewed, actual, source);
    difference.compare();
    return difference.clauses;
  }

  private void compare() {
    compareStatements(reviewed.statements(), actual.statements());
    comparePreconditions();
    if (clauses.isEmpty() && !reviewed.checksum().equals(actual.checksum())) {
      clauses.add(
          "the checksum of %s is %s, but the reviewed plan has %s; the statements and the precondition are the same"
              .formatted(name(source.location()), actual.checksum(), shown(reviewed.checksum())));
    }
  }

  private void comparePreconditions() {
    if (reviewed.precondition().equals(actual.precondition())) {
      return;
    }
    clauses.add(
        clause(
            "the precondition of " + name(source.location()),
            reviewed.precondition(),
            actual.precondition()));
  }

  /// Returns how two preconditions differ. An empty text means that there is none.
  static String clause(String subject, String reviewed, String actual) {
    if (reviewed.isEmpty()) {
      return subject + " is not in the reviewed plan";
    }
    return actual.isEmpty()
        ? subject + " is in the reviewed plan, but not in this one"
        : subject + " " + new TextDifference(reviewed, actual).clause();
  }

  /// Compares the statements between those that are the same at the beginning and at the end. So a
  /// new statement does not make all later ones different.
  private void compareStatements(List<Statement> before, List<Statement> now) {
    int most = Math.min(before.size(), now.size());
    int start = 0;
    while (start < most && before.get(start).equals(now.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && before.get(before.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
      end++;
    }
    int lastBefore = before.size() - end;
    int lastNow = now.size() - end;
    for (int index = start; index < Math.max(lastBefore, lastNow); index++) {
      if (index >= lastNow) {
        clauses.add(
            "%s lacks statement %d of %d of the reviewed plan, %s"
                .formatted(
                    name(source.location()), index + 1, before.size(), shown(before.get(index))));
      } else if (index >= lastBefore) {
        clauses.add(
            "%s, %s, is not in the reviewed plan".formatted(name(index), shown(now.get(index))));
      } else {
        compare(index, before.get(index), now.get(index));
      }
    }
  }

  private void compare(int index, Statement before, Statement now) {
    String name = name(index);
    if (!before.text().equals(now.text())) {
      clauses.add(name + " " + new TextDifference(before.text(), now.text()).clause());
      return;
    }
    if (!before.kind().equals(now.kind())) {
      clauses.add(
          "%s is sent as %s, but the reviewed plan has %s"
              .formatted(name, now.kind(), shown(before.kind())));
    }
    if (before.transaction() != now.transaction()) {
      clauses.add(
          "%s is in %s, but in the reviewed plan it is in %s"
              .formatted(name, transaction(now), transaction(before)));
    }
    if (!before.protoDescriptors().equals(now.protoDescriptors())) {
      clauses.add(
          "%s is sent with %s, but in the reviewed plan with %s"
              .formatted(name, descriptors(now), descriptors(before)));
    }
  }

  private static String transaction(Statement statement) {
    return statement.transaction() == 0
        ? "no transaction of the changelog"
        : "transaction " + statement.transaction() + " of the change set";
  }

  private static String descriptors(Statement statement) {
    return statement.protoDescriptors().isEmpty()
        ? "no proto descriptors"
        : "the proto descriptors with SHA-256 " + shown(statement.protoDescriptors());
  }

  private String name(int index) {
    return "statement %d of %d of %s"
        .formatted(
            index + 1, actual.statements().size(), name(source.steps().get(index).location()));
  }

  private String name(SourceLocation location) {
    return "change set %s at %s".formatted(actual.identity(), location);
  }

  private static String shown(Statement statement) {
    return "`" + shown(statement.text()) + "`";
  }

  private static String shown(String text) {
    return SafeText.line(text, LONGEST_STATEMENT);
  }
}
