package dev.spannerpipe.report;

import java.time.Duration;
import java.util.List;

/// The cases of a JUnit report.
///
/// @param database the database that the cases are about
public record JunitSuite(String database, List<JunitCase> cases) {
  /// Copies the list.
  public JunitSuite {
    cases = List.copyOf(cases);
  }

  /// Returns the XML of the report.
  public String xml() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    Duration time = cases.stream().map(JunitCase::time).reduce(Duration.ZERO, Duration::plus);
    xml.append(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\"%s>\n"
            .formatted(
                Xml.text("spanner-pipe " + database),
                cases.size(),
                cases.stream().filter(JunitCase::failed).count(),
                cases.stream().filter(JunitCase::skipped).count(),
                JunitCase.timeAttribute(time)));
    cases.forEach(each -> each.write(xml));
    return xml.append("</testsuite>\n").toString();
  }
}
