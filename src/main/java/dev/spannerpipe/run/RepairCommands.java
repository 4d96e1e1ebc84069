package dev.spannerpipe.run;

import dev.spannerpipe.apply.ManualDecision;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.plan.Changelog;

/// `unlock` and `resolve`: carry out a person's decision, and record who made it.
final class RepairCommands {
  private RepairCommands() {}

  static Conclusion unlock(Settings settings, Host host) {
    return RecordedRun.run(
        settings,
        host,
        run -> {
          run.connect().createTables(run.log());
          return run.engine().unlock();
        });
  }

  static Conclusion resolve(Settings settings, Host host) {
    return RecordedRun.run(settings, host, run -> resolve(settings, run));
  }

  private static String resolve(Settings settings, RecordedRun run) {
    Connection connection = run.connect();
    Changelog changelog =
        run.changelog(
            () ->
                new ChangelogReader(settings.changelog()).read(connection.description().dialect()));
    connection.createTables(run.log());
    return run.engine().resolve(word(settings.resolve().orElseThrow()), changelog);
  }

  private static ManualDecision.Word word(ResolveSettings settings) {
    int applied =
        switch (settings.answer()) {
          case ResolveSettings.Applied() -> -1;
          case ResolveSettings.AppliedFirst(int statements) -> statements;
          case ResolveSettings.NotApplied() -> 0;
        };
    return new ManualDecision.Word(settings.intent().toString(), applied);
  }
}
