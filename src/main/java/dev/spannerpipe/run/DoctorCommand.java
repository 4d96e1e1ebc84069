package dev.spannerpipe.run;

import dev.spannerpipe.config.Settings;
import dev.spannerpipe.doctor.Diagnosis;
import dev.spannerpipe.doctor.DiagnosisDocument;
import dev.spannerpipe.doctor.LiveDiagnosis;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.report.TextTable;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `doctor`: checks each link of the chain of trust (the token, what Google and AWS require of the
/// token, the permissions, the policy). It prints which links are wrong and how to fix them, and
/// changes nothing.
final class DoctorCommand implements PipeCommand {
  @Override
  public Conclusion run(Settings settings, Host host) {
    return Supervision.reading(host.stop(), () -> read(settings, host));
  }

  private static Conclusion read(Settings settings, Host host) {
    Diagnosis diagnosis =
        new LiveDiagnosis(
                settings,
                host.services(settings.apply().timeout()),
                host.stop(),
                host.build().pullRequest() != null,
                SessionNames.of(host.build(), "doctor"))
            .diagnose();
    host.out()
        .print(
            settings.output().json()
                ? DiagnosisDocument.of(diagnosis).canonical() + "\n"
                : text(diagnosis));
    host.out().flush();
    judge(diagnosis, settings.spanner().databaseName());
    return Conclusion.success(
        diagnosis.isWithoutTrust()
            ? "The database can be used. It needs no token, trust or credentials."
            : "The chain of trust is sound, as far as it could be checked.");
  }

  private static String text(Diagnosis diagnosis) {
    TextTable table = new TextTable("CLAIM", "TOKEN", "GOOGLE", "AWS", "POLICY", "VERDICT");
    for (Diagnosis.Row full : diagnosis.rows()) {
      Diagnosis.Row row = full.shortened();
      table.row(row.claim(), row.token(), row.google(), row.aws(), row.policy(), row.verdict());
    }
    List<String> lines = new ArrayList<>(diagnosis.lines());
    lines.replaceAll(SafeText::line);
    return (diagnosis.rows().isEmpty() ? "" : table.text() + "\n")
        + lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static void judge(Diagnosis diagnosis, String database) {
    if (diagnosis.isSound()) {
      return;
    }
    List<Link> broken = diagnosis.broken();
    String action =
        "%s, and run COMMAND=doctor again"
            .formatted(
                diagnosis.fixes().isEmpty() ? "Follow the advice above" : "Make the changes above");
    if (broken.equals(List.of(Link.POLICY))
        && diagnosis.dangerous().isEmpty()
        && diagnosis.unknown().isEmpty()) {
      throw new BlockedFailure(
          "The policy does not allow everything that COMMAND=apply may have to do in this run",
          action);
    }
    if (broken.equals(List.of(Link.DATABASE))) {
      throw new AccessFailure("Could not use " + database, action);
    }
    if (!broken.isEmpty()) {
      throw new AccessFailure("The chain of trust is broken: " + names(broken), action);
    }
    if (!diagnosis.dangerous().isEmpty()) {
      throw new AccessFailure(
          "The chain of trust also lets others in: " + names(diagnosis.dangerous()), action);
    }
    throw new AccessFailure(
        "The chain of trust could not be judged: " + names(diagnosis.unknown()),
        "Check what the lines with a question mark report");
  }

  private static String names(List<Link> links) {
    return links.stream().map(Link::text).collect(Collectors.joining(", "));
  }
}
