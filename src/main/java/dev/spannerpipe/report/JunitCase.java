package dev.spannerpipe.report;

import dev.spannerpipe.plan.ChangeSetId;
import java.time.Duration;
import java.util.Locale;

/// One case of a JUnit report.
///
/// @param changeSet what the case is about: `path::id::author` of a change set, or an identifier of
///   a workflow state or of the run in the same form
/// @param message why the case failed or was skipped; empty if it passed
/// @param text the details of a failure; may be empty
/// @param time how long the case took; zero if that is not known
public record JunitCase(
    String changeSet, Result result, String message, String text, Duration time) {
  /// The result of a case.
  public enum Result {
    /// What the case is about succeeded.
    PASSED,
    /// What the case is about failed.
    FAILED,
    /// What the case is about was not done.
    SKIPPED
  }

  /// Returns a case that passed.
  public static JunitCase passed(String changeSet) {
    return new JunitCase(changeSet, Result.PASSED, "", "", Duration.ZERO);
  }

  /// Returns a case that failed.
  public static JunitCase failed(String changeSet, String message, String text) {
    return new JunitCase(changeSet, Result.FAILED, message, text, Duration.ZERO);
  }

  /// Returns a case that was skipped.
  public static JunitCase skipped(String changeSet, String message) {
    return new JunitCase(changeSet, Result.SKIPPED, message, "", Duration.ZERO);
  }

  JunitCase longer(Duration more) {
    return new JunitCase(changeSet, result, message, text, time.plus(more));
  }

  boolean failed() {
    return result == Result.FAILED;
  }

  boolean skipped() {
    return result == Result.SKIPPED;
  }

  /// Returns the XML attribute for a duration, such as ` time="1.250"`; an empty string for a
  /// duration of zero.
  static String timeAttribute(Duration time) {
    return time.isZero()
        ? ""
        : String.format(Locale.ROOT, " time=\"%.3f\"", time.toMillis() / 1000.0);
  }

  void write(StringBuilder xml) {
    ChangeSetId id =
        ChangeSetId.parse(changeSet).orElseGet(() -> new ChangeSetId("", changeSet, ""));
    String name = id.author().isEmpty() ? id.id() : id.id() + " (" + id.author() + ")";
    xml.append("  <testcase classname=\"").append(Xml.text(id.path()));
    xml.append("\" name=\"").append(Xml.text(name));
    xml.append('"').append(timeAttribute(time));
    switch (result) {
      case PASSED -> xml.append("/>\n");
      case SKIPPED ->
          xml.append(">\n    <skipped message=\"")
              .append(Xml.text(message))
              .append("\"/>\n  </testcase>\n");
      case FAILED ->
          xml.append(">\n    <failure message=\"")
              .append(Xml.text(message))
              .append("\">")
              .append(Xml.text(text))
              .append("</failure>\n  </testcase>\n");
    }
  }
}
