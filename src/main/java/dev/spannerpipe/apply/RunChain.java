package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RunRow;

/// Adds runs to the hash chain of their database. Each link of the chain is a run, with a hash that
/// also covers the previous link. The row of the lease stores the hash of the last link.
final class RunChain {
  private RunChain() {}

  /// Returns the run with a new link, which follows the last link of the chain.
  static RunRow linked(Lease lease, RunRow run) {
    long number = lease.links() + 1;
    String hash = Chain.linkHash(number, lease.link(), run.runId(), run.headSequence(), run.head());
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

  /// Returns the lease with the link of this run as the last one of the chain.
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
