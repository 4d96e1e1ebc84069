package dev.spannerpipe.changelog.source;

import dev.spannerpipe.plan.ChangelogProblem;
import java.util.Set;

/// A problem of a file whose change sets are not known before the whole changelog is read.
///
/// @param problem the problem, with those that the file names
/// @param includes files and directories, written as in the file; it is about all change sets that
///   come from them, too
/// @param wholeFile whether it is about all change sets of the file, with those that it includes
/// @param harmlessElsewhere whether it matters only where its change sets run: about those that are
///   left out by context, labels or `dbms`, what is rejected is a warning, and a warning is nothing
/// @param reported when it is reported
public record FileProblem(
    ChangelogProblem problem,
    Set<String> includes,
    boolean wholeFile,
    boolean harmlessElsewhere,
    Reported reported) {
  /// When a problem is reported. What Liquibase cannot read ends the run at once, and its own
  /// message names no line.
  public enum Reported {
    /// With all others, where Liquibase can read the file.
    WHERE_READ,
    /// In place of Liquibase's message, where it cannot.
    WHERE_UNREADABLE,
    /// Both.
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
