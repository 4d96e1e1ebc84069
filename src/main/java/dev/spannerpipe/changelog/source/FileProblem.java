package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import java.util.Set;

/// A problem of a changelog file. Which change sets it affects is known only after the whole
/// changelog has been read.
///
/// @param problem the problem; it names change sets as they are written in this file
/// @param includes files and directories, as written in this file; the problem also affects all
///   change sets of these files and directories
/// @param wholeFile whether the problem affects all change sets of this file and of the files that
///   it includes
/// @param harmlessElsewhere whether the problem matters only if an affected change set runs; if
///   context, labels, `dbms` or `ignore` exclude all affected change sets, a problem with the
///   effect `REJECTED_WHILE_PENDING` becomes a warning, and a problem with any other effect is
///   dropped
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
    /// If Liquibase can read the file: together with all other problems.
    WHERE_READ,
    /// If Liquibase cannot read the file: instead of Liquibase's message.
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
