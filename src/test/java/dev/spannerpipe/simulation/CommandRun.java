package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.Engine;
import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.simulation.Story.Variant;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run as the command plays it: an engine, what it is to do, and the end of the record.
record CommandRun(World world, Ports ports, LeaseRequest claim, ApplySettings settings) {
  /// Does something with an engine.
  interface Work {
    void on(Engine engine);
  }

  /// Applies a changelog, and returns the failure that it ends with.
  @Nullable RuntimeException apply(List<Variant> changelog) {
    return apply(Story.changelog(changelog));
  }

  /// Applies a changelog, and returns the failure that it ends with.
  @Nullable RuntimeException apply(Changelog changelog) {
    return play(engine -> engine.apply(changelog, ALLOWED, Optional.empty(), _ -> {}));
  }

  /// Plays the whole run, and returns the failure that it ends with.
  @Nullable RuntimeException play(Work work) {
    RunLog log = new RunLog(context(claim.runId()), ports.time()::now);
    Engine engine =
        new Engine(Dialect.GOOGLE_STANDARD_SQL, ports, settings, claim, log, ports.time().now());
    log.add(new RunStarted("apply", "0.1.0"));
    RuntimeException failure = null;
    try {
      work.on(engine);
    } catch (RuntimeException thrown) {
      failure = thrown;
    }
    int exitCode = exitCode(failure).number();
    try {
      engine.finish(exitCode, () -> log.add(new RunEnded(exitCode, "")));
    } catch (RuntimeException thrown) {
      failure = failure == null ? thrown : failure;
    }
    world.trace(claim.runId(), "ends with " + exitCode(failure) + " " + failure);
    world.happened("exit " + exitCode(failure).number());
    return failure;
  }

  private static RunContext context(String runId) {
    return new RunContext(
        runId, "apply", "0.1.0", Map.of(), Map.of(), "projects/p", "c0ffee", null);
  }

  static ExitCode exitCode(@Nullable RuntimeException failure) {
    return switch (failure) {
      case null -> ExitCode.DONE;
      case Failure known -> known.exitCode();
      default -> ExitCode.INTERNAL;
    };
  }

  private static final Gate ALLOWED =
      new Gate() {
        private static final Decision YES = new Decision(true, "test", "it is a test", "");

        @Override
        public Optional<Decision> decideSettling(Intent.Kind kind) {
          return Optional.of(YES);
        }

        @Override
        public Optional<Decision> decideBeginning(Plan plan) {
          return Optional.of(YES);
        }

        @Override
        public Decision decide(Plan plan) {
          return YES;
        }

        @Override
        public Decision decideMade(List<String> statements, List<DataLoss> losses) {
          return YES;
        }
      };
}
