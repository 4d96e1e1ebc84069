package dev.spannerpipe.doctor;

import dev.spannerpipe.access.Services;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LiveFindings;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.spanner.BookKeepingTable;
import dev.spannerpipe.spanner.DatabaseDescription;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tests whether a database exists that needs no credentials, such as one in an emulator. The test
/// creates nothing.
record DatabaseProbe(SpannerSettings spanner, Services services, Stop stop) {
  void examine(LiveFindings.Collector findings) {
    try (SpannerConnection connection =
        SpannerConnection.open(
            spanner, Optional.empty(), services.time(), services.retry(), stop)) {
      connection
          .findOnEmulator()
          .ifPresentOrElse(
              found -> found(found, findings),
              () ->
                  findings.note(
                      Link.DATABASE,
                      "%s does not have %s yet; the first run creates it"
                          .formatted(spanner.address(), spanner.databaseName())));
    } catch (Failure refusal) {
      findings.broken(Link.DATABASE, refusal);
    }
  }

  private void found(DatabaseDescription found, LiveFindings.Collector findings) {
    findings.note(
        Link.DATABASE,
        "%s has %s, in the %s dialect"
            .formatted(spanner.address(), spanner.databaseName(), found.dialectName()));
    findings.note(Link.DATABASE, tables(found.missingTables()));
  }

  private static String tables(Set<BookKeepingTable> missing) {
    if (missing.isEmpty()) {
      return "it has all book-keeping tables";
    }
    return missing.size() == BookKeepingTable.values().length
        ? "it has no book-keeping tables yet; the first run creates them"
        : "it does not have the book-keeping tables %s; the next run creates them"
            .formatted(
                missing.stream().map(BookKeepingTable::name).collect(Collectors.joining(", ")));
  }
}
