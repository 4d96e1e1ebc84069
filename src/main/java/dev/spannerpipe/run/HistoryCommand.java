package dev.spannerpipe.run;

import dev.spannerpipe.apply.PortFailures;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.config.HistorySettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.record.ChainCheck;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.Verification;
import dev.spannerpipe.report.HistoryDocument;
import dev.spannerpipe.report.HistoryReport;
import dev.spannerpipe.text.English;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `history`: shows the recorded runs and the events of the latest run. If VERIFY or EXPECT_HEAD is
/// set, it also checks the record's hash chains.
final class HistoryCommand implements PipeCommand {
  private static final int RUNS = 50;

  @Override
  public Conclusion run(Settings settings, Host host) {
    return Supervision.reading(host.stop(), () -> read(settings, host));
  }

  private static Conclusion read(Settings settings, Host host) {
    try (Connection connection = Connection.openUnrecorded(settings, host)) {
      connection.report(host.console(settings.output().logFormat()));
      refuseNewerTables(connection);
      return run(
          settings,
          host,
          connection.spanner().recordReader(connection.description(), "spanner-pipe_history"));
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect("read the record", failure);
    }
  }

  private static void refuseNewerTables(Connection connection) {
    TablesVersion.refuseNewer(
        connection.spanner().database(connection.description(), "spanner-pipe_history").state());
  }

  private static Conclusion run(Settings settings, Host host, RecordReader reader) {
    List<RunRow> runs = reader.runs(RUNS);
    Optional<Verification> check = check(settings.history(), reader);
    Map<String, List<String>> events = new LinkedHashMap<>();
    runs.stream()
        .findFirst()
        .ifPresent(latest -> events.put(latest.runId(), reader.eventLines(latest.runId())));
    host.out()
        .print(
            settings.output().json()
                ? HistoryDocument.of(runs, events, check).canonical() + "\n"
                : text(runs, events, check));
    host.out().flush();
    refuseInconsistencies(check);
    return Conclusion.success(
        check.map(Verification::summary).orElse(English.count(runs.size(), "run") + " shown")
            + ".");
  }

  private static Optional<Verification> check(HistorySettings settings, RecordReader reader) {
    return settings.verify() || settings.expectHead().isPresent()
        ? Optional.of(ChainCheck.check(reader, settings.expectHead().orElse(null)))
        : Optional.empty();
  }

  private static String text(
      List<RunRow> runs, Map<String, List<String>> events, Optional<Verification> check) {
    StringBuilder text = new StringBuilder(HistoryReport.runs(runs));
    if (!runs.isEmpty()) {
      RunRow latest = runs.getFirst();
      text.append("\nThe latest run:\n")
          .append(HistoryReport.run(latest, events.getOrDefault(latest.runId(), List.of())));
    }
    check.ifPresent(
        verification -> text.append('\n').append(HistoryReport.verification(verification)));
    return text.toString();
  }

  private static void refuseInconsistencies(Optional<Verification> check) {
    if (check.filter(verification -> !verification.holds()).isPresent()) {
      List<String> findings = check.get().findings();
      String more = findings.size() == 1 ? "" : "; " + (findings.size() - 1) + " more, see above";
      throw new MigrationFailure(
          "Could not confirm the record: " + findings.getFirst() + more,
          "Make sure that database and EXPECT_HEAD are the right ones; then find out who changed"
              + " the book-keeping tables, and compare them with the record files of the builds");
    }
  }
}
