package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Spanner;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.preview.replay.ReplayDatabase;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The emulator of a preview: one that is given, or one that this run starts. On a given emulator,
/// which others may use at the same time, the replay has an instance of its own and deletes it at
/// the end. Not thread-safe.
public final class EmulatorReplay implements ReplayEmulator {
  /// Nobody else's databases are in this project of an emulator.
  static final String PROJECT = "spanner-pipe-preview";

  private final Time time;
  private final Retry retry;
  private final Stop stop;
  private final Optional<Path> program;
  private final String instance;
  private final List<EmulatorReplayDatabase> open = new ArrayList<>();
  private Link link;
  private boolean prepared;
  private boolean closed;
  private int databases;

  private EmulatorReplay(
      Time time,
      Retry retry,
      Stop stop,
      RandomGenerator random,
      Optional<Path> program,
      Supplier<Link> link) {
    this.time = time;
    this.retry = retry;
    this.stop = stop;
    this.program = program;
    this.instance = PreviewInstances.name(time.now(), random);
    this.link = link.get();
  }

  /// Uses the emulator at this address. Sends no request yet.
  ///
  /// @param address `host:port`
  public static EmulatorReplay at(
      String address, Time time, Retry retry, Stop stop, RandomGenerator random) {
    return new EmulatorReplay(
        time, retry, stop, random, Optional.empty(), () -> Link.to(address, retry, stop));
  }

  /// Starts this program. Throws a `ConfigurationFailure` if it does not start.
  public static EmulatorReplay starting(
      Path program, Time time, Retry retry, Stop stop, RandomGenerator random) {
    return new EmulatorReplay(
        time, retry, stop, random, Optional.of(program), () -> Link.start(program, retry, stop));
  }

  /// The emulator and the client that uses it.
  private record Link(
      Optional<EmulatorProcess> process,
      String address,
      Spanner spanner,
      Calls calls,
      ChannelEventLoop loop) {
    static Link start(Path program, Retry retry, Stop stop) {
      EmulatorProcess process = EmulatorProcess.start(program);
      return to(Optional.of(process), process.address(), retry, stop);
    }

    static Link to(String address, Retry retry, Stop stop) {
      return to(Optional.empty(), address, retry, stop);
    }

    private static Link to(
        Optional<EmulatorProcess> process, String address, Retry retry, Stop stop) {
      SpannerSettings settings = settings(address, new DatabaseName(PROJECT, "", ""));
      ChannelEventLoop loop = ChannelEventLoop.create(stop);
      return new Link(
          process,
          address,
          ClientOptions.of(settings, Optional.empty(), ClientOptions.SESSION, loop).getService(),
          new Calls(retry, settings.remote(), false, stop),
          loop);
    }

    private static SpannerSettings settings(String address, DatabaseName name) {
      return new SpannerSettings(name, Optional.of(address), Optional.empty(), Optional.empty());
    }

    SpannerSettings settings(DatabaseName name) {
      return settings(address, name);
    }

    /// Returns the failure if the emulator of this run has ended.
    Optional<UnfinishedFailure> ended() {
      return process.flatMap(EmulatorProcess::ended);
    }

    void close() {
      process.ifPresent(EmulatorProcess::close);
      spanner.close();
      loop.close();
      calls.close();
    }
  }

  @Override
  public ReplayDatabase newDatabase(Dialect dialect) {
    databases++;
    DatabaseName name = new DatabaseName(PROJECT, instance, "replay-" + databases);
    DatabaseCreation creation = new DatabaseCreation(link.spanner(), link.calls());
    reached(
        () -> {
          prepare(creation, name);
          return creation.createDatabase(name, dialect);
        });
    EmulatorReplayDatabase database =
        new EmulatorReplayDatabase(
            link.spanner(), link.calls(), link.settings(name), this::failure);
    open.add(database);
    return database;
  }

  private void prepare(DatabaseCreation creation, DatabaseName name) {
    if (!prepared) {
      if (link.process().isEmpty()) {
        instances().deleteOlderThanADay(time.now());
      }
      creation.createInstance(name);
      prepared = true;
    }
  }

  /// Returns the id of the instance that holds the replay's databases.
  String instance() {
    return instance;
  }

  /// Returns the emulator if this run started it.
  Optional<EmulatorProcess> process() {
    return link.process();
  }

  PreviewInstances instances() {
    return new PreviewInstances(link.spanner(), link.calls());
  }

  /// The first request shows whether the emulator can be used.
  private <T> T reached(Supplier<T> request) {
    try {
      return retry.call(
          RetryPolicy.CALLS.within(ClientOptions.SESSION),
          failure ->
              failure instanceof DatabaseException known
                  && known.kind() == DatabaseException.Kind.TRANSIENT
                  && link.ended().isEmpty(),
          request);
    } catch (DatabaseException failure) {
      throw failure(failure);
    }
  }

  /// Returns the failure for an emulator that does not answer as it should.
  private Failure failure(DatabaseException failure) {
    return link.ended()
        .<Failure>map(ended -> ended)
        .orElseGet(
            () ->
                new AccessFailure(
                    "Could not use the Spanner emulator at "
                        + link.address()
                        + ": "
                        + failure.reason(),
                    "Check that an emulator is running there; if the problem persists, restart it"))
        .causedBy(failure);
  }

  @Override
  public OptionalLong memoryBytes() {
    return link.process().map(EmulatorProcess::memoryBytes).orElse(OptionalLong.empty());
  }

  @Override
  public boolean restart() {
    if (program.isEmpty()) {
      return false;
    }
    open.clear();
    link.close();
    link = Link.start(program.get(), retry, stop);
    prepared = false;
    return true;
  }

  /// A given emulator keeps nothing of the preview. What cannot be deleted, because the emulator no
  /// longer answers, a later preview deletes.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (link.process().isEmpty()) {
      List.copyOf(open).forEach(EmulatorReplayDatabase::close);
      if (prepared) {
        link.calls()
            .cleanUp(
                () -> instances().delete(new DatabaseName(PROJECT, instance, "").instanceName()));
      }
    }
    link.close();
  }
}
