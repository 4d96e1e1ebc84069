package dev.spannerpipe.run;

import dev.spannerpipe.access.Services;
import dev.spannerpipe.apply.Engine;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.config.Command;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.record.RecordFile;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunId;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.report.Console;
import dev.spannerpipe.report.RecordReference;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.spanner.SpannerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A run that is recorded from start to end. It opens the log and the files, and does its work.
/// Even if the work fails, the run then releases the lease (its right to change the database) and
/// writes its results. If there are several failures, the first one is the result.
final class RecordedRun {
  private final Settings settings;
  private final Host host;
  private final BuildContext build;
  private final Instant startedAt;
  private final Duration begun;
  private final RunLog log;
  private final RunFiles files;
  private final Services services;
  private final DestinationCopies copies = new DestinationCopies();
  private @Nullable Connection connection;
  private @Nullable Engine engine;

  /// Volatile, because another thread reads this field if the work hangs.
  private volatile boolean readingChangelog;

  private RecordedRun(Settings settings, Host host, OutputDirectory directory) {
    this.settings = settings;
    this.host = host;
    this.build = host.build();
    this.startedAt = host.time().now();
    this.begun = host.time().elapsed();
    this.log = log(settings, host);
    this.files = new RunFiles(settings, host, directory);
    this.services = host.services(settings.apply().timeout());
  }

  /// The work of a run.
  @FunctionalInterface
  interface Work {
    /// Does the work and returns the last line of the log, as a sentence without a full stop.
    String run(RecordedRun run);
  }

  /// Runs the work and returns its outcome, with the first failure, if there is one. Throws only if
  /// the run cannot be recorded at all.
  static Conclusion run(Settings settings, Host host, Work work) {
    OutputDirectory directory =
        OutputDirectory.open(settings.output().directory(), settings.output().checkout())
            .redacting(host.redaction());
    RunFiles.refuseObstacles(settings, directory);
    try (RecordFile file = RecordFile.open(directory)) {
      RecordedRun run = new RecordedRun(settings, host, directory);
      run.log.listen(host.listener(settings.output().logFormat(), settings.output().debug()));
      run.log.listen(file);
      return run.run(work);
    }
  }

  /// Returns an empty log, which redacts secrets.
  static RunLog log(Settings settings, Host host) {
    return new RunLog(context(settings, host), host.time()::now, host.redaction());
  }

  private static RunContext context(Settings settings, Host host) {
    BuildContext build = host.build();
    return new RunContext(
        RunId.create(host.time().now(), host.random()),
        settings.command().word(),
        Version.current(),
        build.subject(),
        Map.of(),
        settings.target().map(SpannerSettings::databaseName).orElse(null),
        build.commit(),
        build.buildUrl().orElse(null));
  }

  /// Reads the changelog. If the run is stopped meanwhile, the run's failure names the changelog.
  <T> T changelog(Supplier<T> reader) {
    readingChangelog = true;
    T changelog = host.waits().working("Reading the changelog", reader);
    readingChangelog = false;
    return changelog;
  }

  RunLog log() {
    return log;
  }

  /// Returns how long the run has been running.
  Duration age() {
    return host.time().elapsed().minus(begun);
  }

  Host host() {
    return host;
  }

  BuildContext build() {
    return build;
  }

  Services services() {
    return services;
  }

  RunFiles files() {
    return files;
  }

  /// Returns the copies of files of the destination commit. They are deleted at the end of the run.
  DestinationCopies copies() {
    return copies;
  }

  /// Connects to the database, and records the connection. The connection is closed at the end of
  /// the run.
  Connection connect() {
    Connection opened = Connection.open(settings, host, services, log);
    connection = opened;
    opened.report(log);
    return opened;
  }

  /// Returns the engine of the run, which changes the database. The book-keeping tables must exist.
  Engine engine() {
    Engine wired = engine;
    if (wired == null) {
      wired = java.util.Objects.requireNonNull(connection).engine(log, leaseRequest(), startedAt);
      engine = wired;
    }
    return wired;
  }

  private LeaseRequest leaseRequest() {
    return new LeaseRequest(
        log.context().runId(),
        build.buildUrl().orElse(null),
        build.takeoverKey(settings.changelog().changelogFile()).orElse(null),
        build.stepRunNumber());
  }

  private Conclusion run(Work work) {
    OpeningEvents.add(log, settings, host.environment());
    String sentence = "";
    RuntimeException failure = null;
    try {
      sentence = Supervision.run(host.stop(), () -> work.run(this));
    } catch (RuntimeException thrown) {
      failure = thrown;
    }
    // A thread that hung may still exist and wake up at any time, but must add no more events.
    log.takeOver();
    failure = ofStop(failure);
    failure = end(sentence, failure);
    return new Conclusion(
        failure == null ? sentence + "." : "",
        Optional.ofNullable(failure),
        Optional.of(new RecordReference(log.context().runId(), log.head())));
  }

  private @Nullable RuntimeException ofStop(@Nullable RuntimeException failure) {
    return failure == null
        ? null
        : host.stop().requested().map(reason -> ofStop(reason, failure)).orElse(failure);
  }

  private RuntimeException ofStop(Stop.Reason reason, RuntimeException failure) {
    return settings.command() == Command.PREVIEW || isDryAdoption()
        ? StopReport.ofReading(reason, failure)
        : new StopReport(reason, log.events(), changelogInReading()).of(failure);
  }

  /// Returns whether the run only shows what it would adopt.
  private boolean isDryAdoption() {
    return settings.adopt().isPresent() && settings.reviewedPlanName().isEmpty();
  }

  private Optional<String> changelogInReading() {
    return readingChangelog ? Optional.of(settings.changelog().changelogFile()) : Optional.empty();
  }

  /// Ends the run in order, and returns the first failure.
  private @Nullable RuntimeException end(String sentence, @Nullable RuntimeException failure) {
    ExitCode exitCode = Conclusion.exitCode(failure);
    RuntimeException first = failure;
    first = firstOf(first, () -> finish(exitCode, () -> ended(exitCode, sentence, failure)));
    first = firstOf(first, () -> files.write(log, exitCode));
    if (failure == null && first != null) {
      // The last line will report only the failure to end the run.
      console().warning("The work of the run succeeded: " + sentence + ".");
    }
    copies.delete();
    return firstOf(first, this::disconnect);
  }

  Console console() {
    return host.console(settings.output().logFormat());
  }

  private void ended(ExitCode exitCode, String sentence, @Nullable RuntimeException failure) {
    log.add(
        failure == null ? Outcome.SUCCEEDED : Outcome.FAILED,
        new RunEnded(exitCode.number(), message(sentence, failure)));
  }

  /// Returns the text of the last line.
  private static String message(String sentence, @Nullable RuntimeException failure) {
    return switch (failure) {
      case null -> sentence + ".";
      case Failure known -> String.valueOf(known.getMessage());
      default -> "Internal error: " + failure;
    };
  }

  private void finish(ExitCode exitCode, Runnable ended) {
    Engine wired = engine;
    if (wired == null) {
      ended.run();
    } else {
      wired.finish(exitCode.number(), ended);
    }
  }

  /// Closes the connection, but not if the run was stopped: such a run has no time, and the process
  /// ends anyway.
  private void disconnect() {
    Connection open = connection;
    if (open != null && host.stop().requested().isEmpty()) {
      open.close();
    }
  }

  private @Nullable RuntimeException firstOf(@Nullable RuntimeException first, Runnable next) {
    try {
      next.run();
      return first;
    } catch (RuntimeException second) {
      if (first == null) {
        return second;
      }
      if (!String.valueOf(second.getMessage()).equals(first.getMessage())) {
        console().warning(String.valueOf(second.getMessage()));
      }
      first.addSuppressed(second);
      return first;
    }
  }
}
