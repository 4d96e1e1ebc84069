package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RunRow;

/// Adds runs to the chain of their database. The lease's row stores the end of that chain.
final class RunChain {
  private RunChain() {}

  /// Returns the run with a link that follows the chain's end.
  static RunRow linked(Lease lease, RunRow run) {
    long number = lease.links() + 1;
    String hash = Chain.link(number, lease.link(), run.runId(), run.headSequence(), run.head());
    return withLink(
        run, new RunRow.Link(number, run.headSequence(), run.head(), lease.link(), hash));
  }

  private static RunRow withLink(RunRow run, RunRow.Link link) {
    return new RunRow(
        run.runId(),
        run.command(),
        run.version(),
        run.commit(),
        run.buildUrl(),
        run.startedAt(),
        run.endedAt(),
        run.exitCode(),
        run.planSha256(),
        run.headSequence(),
        run.head(),
        java.util.Optional.of(link));
  }

  /// Returns the lease with this run as the chain's end.
  static Lease after(Lease lease, RunRow linked) {
    return linked
        .link()
        .map(
            link ->
                new Lease(
                    lease.epoch(),
                    lease.holder(),
                    lease.expiresAt(),
                    lease.database(),
                    link.number(),
                    link.hash(),
                    lease.deployment()))
        .orElse(lease);
  }
}
