package dev.spannerpipe.report.preview;

import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;

/// What `apply` will answer to the data losses of a plan.
public final class DataLossText {
  private DataLossText() {}

  /// Returns the answer as a clause without a full stop.
  public static String answer(Preview preview) {
    int losses = preview.losses().size();
    if (losses == 0) {
      return "none that apply would have to allow";
    }
    String found = English.count(losses, "data loss");
    String answer =
        preview
            .allowsLosses()
            .map(
                allowed ->
                    allowed
                        ? "ALLOW_DESTRUCTIVE is true, so apply will run "
                            + (losses == 1 ? "it" : "them")
                        : "apply will stop with exit code 4 unless ALLOW_DESTRUCTIVE is true")
            .orElse("apply will ask the policy");
    return found + "; " + answer + silenced(preview);
  }

  private static String silenced(Preview preview) {
    return PreviewFindings.waived(preview.findings()) == 0 ? "" : ". A waiver does not change this";
  }

  /// Returns one loss as a clause: `schema/001.sql:14 drops the table singers (DROP_TABLE)`.
  public static String line(DataLoss loss) {
    return SafeText.line("%s %s (%s)".formatted(loss.location(), loss.clause(), loss.kind()));
  }
}
