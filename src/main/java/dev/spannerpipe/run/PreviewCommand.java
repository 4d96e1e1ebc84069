package dev.spannerpipe.run;

import dev.spannerpipe.access.RunAuthorization;
import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ReversibleChangelog;
import dev.spannerpipe.config.PreviewSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewBasis;
import dev.spannerpipe.preview.Previewer;
import dev.spannerpipe.report.preview.PreviewDocument;
import dev.spannerpipe.report.preview.PreviewText;
import dev.spannerpipe.spanner.EmulatorProgram;
import dev.spannerpipe.spanner.EmulatorReplay;
import java.util.List;
import java.util.Optional;

/// `preview`: shows what a pull request would do to the database. It writes neither to the database
/// nor to the databases of others in an emulator.
final class PreviewCommand implements PipeCommand {
  @Override
  public Conclusion run(Settings settings, Host host) {
    PreviewSettings own = settings.preview().orElseThrow();
    return RecordedRun.run(
        settings,
        host,
        run -> {
          if (settings.target().isEmpty()) {
            RunAuthorization.logEndpoints(settings, run.log());
          }
          PreviewReview review = new PreviewReview(settings, own.review(), run);
          Preview preview = preview(new Work(settings, own, run), review);
          review.publish(preview);
          return result(preview);
        });
  }

  private static Preview preview(Work work, PreviewReview review) {
    try {
      return work.preview();
    } catch (RuntimeException failure) {
      review.publish(failure);
      throw failure;
    }
  }

  private static String result(Preview preview) {
    if (!preview.errors().isEmpty()) {
      throw PreviewText.failure(preview);
    }
    return PreviewText.sentence(preview);
  }

  /// One preview.
  private record Work(Settings settings, PreviewSettings own, RecordedRun run) {
    Preview preview() {
      try (ChangelogPrefetch<ReversibleChangelog> ahead =
          ChangelogPrefetch.begin(
              own.dialect(), new ChangelogReader(settings.changelog())::readWithRollbacks)) {
        Optional<Connection> connection = settings.target().map(_ -> run.connect());
        PreviewBasis basis = basis(connection);
        ReversibleChangelog changelog = run.changelog(() -> ahead.read(basis.dialect()));
        Previewer previewer = new Previewer(basis, changelog.changelog(), changelog.rollbacks());
        Plan plan = previewer.plan();
        return show(replay(previewer, plan, allowsLosses(connection)));
      }
    }

    private PreviewBasis basis(Optional<Connection> connection) {
      return connection
          .map(open -> LiveBaseline.read(open, settings.spanner().name()))
          .or(
              () ->
                  own.destinationCommit()
                      .map(
                          commit ->
                              run.host()
                                  .waits()
                                  .working(
                                      "Reading the changelog of the destination branch",
                                      () ->
                                          DestinationBaseline.read(
                                              settings.changelog(),
                                              commit,
                                              own.dialect(),
                                              run.copies()))))
          .orElseGet(() -> PreviewBasis.empty(own.dialect(), List.of()));
    }

    /// Returns whether the rule on data loss allows it; empty if a policy decides.
    private Optional<Boolean> allowsLosses(Optional<Connection> connection) {
      boolean policy =
          connection
              .map(open -> open.access().guardrails().isPresent())
              .orElse(settings.access().policy().isPresent());
      return policy ? Optional.empty() : Optional.of(settings.apply().allowDestructive());
    }

    private Preview replay(Previewer previewer, Plan plan, Optional<Boolean> allowsLosses) {
      String file = settings.changelog().changelogFile();
      if (plan.pending().isEmpty()) {
        return previewer.withoutReplay(plan, file, allowsLosses);
      }
      try (EmulatorReplay emulator = emulator()) {
        return run.host()
            .waits()
            .working(
                "Replaying the pending change sets",
                () -> previewer.preview(plan, emulator, file, allowsLosses));
      }
    }

    private EmulatorReplay emulator() {
      Host host = run.host();
      return own.emulator()
          .map(
              address ->
                  EmulatorReplay.at(
                      address, host.time(), run.services().retry(), host.stop(), host.random()))
          .orElseGet(
              () ->
                  EmulatorReplay.starting(
                      new EmulatorProgram(host.environment()).require(),
                      host.time(),
                      run.services().retry(),
                      host.stop(),
                      host.random()));
    }

    private Preview show(Preview preview) {
      run.files().preview(preview);
      Host host = run.host();
      host.out()
          .print(
              settings.output().json() ? PreviewDocument.text(preview) : PreviewText.of(preview));
      host.out().flush();
      return preview;
    }
  }
}
