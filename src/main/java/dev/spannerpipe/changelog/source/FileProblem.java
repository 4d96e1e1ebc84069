package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import java.util.Set;

/// A problem of a file. Which change sets it affects is known only after the whole changelog has
/// been read.
///
/// @param problem the problem, with the change sets that the file names
/// @param includes files and directories, as written in the file; the problem also affects all
///   change sets that come from them
/// @param wholeFile whether the problem affects all change sets of the file and of the files that
///   it includes
/// @param harmlessElsewhere whether the problem matters only if one of its change sets runs; if
///   context, labels, `dbms` or `ignore` exclude all of them, `REJECTED_WHILE_PENDING` becomes a
///   warning and a problem with any other effect is dropped
/// @param reported when the problem is reported
public record FileProblem(
    ChangelogProblem problem,
    Set<String> includes,
    boolean wholeFile,
    boolean harmlessElsewhere,
    Reported reported) {
  /// When a problem is reported. If Liquibase cannot read a file, the run ends at once, and
  /// Liquibase's own message names no line.
  public enum Reported {
    /// With all other problems, if Liquibase can read the file.
    WHERE_READ,
    /// Instead of Liquibase's message, if Liquibase cannot read the file.
    WHERE_UNREADABLE,
    /// In both cases.
    ALWAYS
  }

  public FileProblem {
    includes = Set.copyOf(includes);
  }

  public FileProblem reportedAlways() {
    return new FileProblem(problem, includes, wholeFile, harmlessElsewhere, Reported.ALWAYS);
  }

  public boolean isReportedWhereRead() {
    return reported != Reported.WHERE_UNREADABLE;
  }

  public boolean isReportedWhereUnreadable() {
    return reported != Reported.WHERE_READ;
  }
}
