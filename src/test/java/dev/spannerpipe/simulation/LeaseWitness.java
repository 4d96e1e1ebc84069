package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Write;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Watches the lease and Liquibase's lock: who takes, moves and returns them, and when.
final class LeaseWitness {
  private final World world;
  private final Map<String, Set<String>> supersedes = new HashMap<>();

  LeaseWitness(World world) {
    this.world = world;
  }

  /// Hears that a run may take the lease of another one at once.
  void supersedes(String run, String other) {
    supersedes.computeIfAbsent(run, _ -> new HashSet<>()).add(other);
  }

  private ModelRows rows() {
    return world.spanner.rows();
  }

  private boolean holds(String run) {
    return Optional.ofNullable(rows().lease)
        .flatMap(Lease::holder)
        .filter(holder -> holder.runId().equals(run))
        .isPresent();
  }

  /// Throws where the run does not hold the lease.
  void underLease(String run, String what) {
    Violation.unless(holds(run), "run %s %s without the lease", run, what);
  }

  /// Throws where the run does not renew its lease: a change set of many chunks may take hours.
  void renewed(String run, List<Write> writes) {
    Lease before = rows().lease;
    boolean renewed =
        before != null
            && writes.stream()
                .anyMatch(
                    write ->
                        write instanceof Write.PutLease(Lease after)
                            && after.expiresAt().isAfter(before.expiresAt()));
    Violation.unless(renewed, "run %s changes data without renewing its lease", run);
  }

  /// Looks at what a transaction writes into the row of the lease.
  void writes(String run, List<Write> writes, Memory memory, Instant at) {
    Lease last = null;
    for (Write write : writes) {
      last = write instanceof Write.PutLease(Lease lease) ? lease : last;
    }
    if (last != null) {
      lease(run, last, memory, at);
    }
  }

  private void lease(String run, Lease after, Memory memory, Instant at) {
    Lease before = rows().lease;
    if (after.equals(before)) {
      return;
    }
    boolean ours = after.holder().filter(holder -> holder.runId().equals(run)).isPresent();
    if (before != null && after.epoch() == before.epoch()) {
      Violation.unless(holds(run), "run %s moves a lease that is not its own", run);
      Violation.unless(ours || after.holder().isEmpty(), "run %s gives the lease away", run);
    } else {
      Violation.unless(
          after.epoch() > (before == null ? 0 : before.epoch()),
          "run %s puts the epoch from %s to %s",
          run,
          before,
          after);
      Violation.unless(ours, "run %s takes the lease for somebody else", run);
      before(before, run, at);
      memory.holders.add(run);
    }
    Violation.unless(
        before == null || after.links() >= before.links(), "run %s shortens the chain", run);
  }

  private void before(Lease before, String run, Instant at) {
    if (before == null || before.holder().isEmpty()) {
      return;
    }
    String other = before.holder().get().runId();
    Violation.unless(
        !before.expiresAt().isAfter(at) || supersedes.getOrDefault(run, Set.of()).contains(other),
        "run %s takes the lease of run %s while it is alive",
        run,
        other);
    Violation.unless(
        rows().open().map(Intent::deadline).filter(end -> end.isAfter(at)).isEmpty(),
        "run %s takes the lease while run %s may still send a partitioned update",
        run,
        other);
  }

  /// Whoever is asked to keep out must be kept out until nothing is half done.
  void locked(String run, LiquibaseLock lock) {
    Violation.unless(
        lock.locked() || rows().open().isEmpty(),
        "run %s gives Liquibase's lock back while intent %s is open",
        run,
        rows().open());
  }
}
