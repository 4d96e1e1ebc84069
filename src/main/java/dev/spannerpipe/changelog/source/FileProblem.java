package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import java.util.Set;

/// A problem of a file. Its change sets are known only after the whole changelog is read.
///
/// @param problem the problem, with the change sets that the file names
/// @param includes files and directories, as written in the file; the problem also affects all
///   change sets that come from them
/// @param wholeFile whether the problem affects all change sets of the file and of the files that
///   it includes
/// @param harmlessElsewhere whether the problem matters only if its change sets run; for change
///   sets that are skipped by context, labels or `dbms`, a rejection is a warning and a warning is
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
