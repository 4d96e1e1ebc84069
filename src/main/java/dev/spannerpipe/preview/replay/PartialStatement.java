package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.SourceLocation;
import java.util.List;

/// A statement of a change set that the emulator executed only in part, or not at all.
///
/// @param statement the statement as Spanner would execute it
/// @param without what was taken out, or why the statement was left out
/// @param leftOut whether nothing of it was executed
public record PartialStatement(
    SourceLocation location, String statement, List<String> without, boolean leftOut) {
  public PartialStatement {
    without = List.copyOf(without);
  }
}
