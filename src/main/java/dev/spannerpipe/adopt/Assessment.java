package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.schema.SchemaModel;
import java.util.List;
import java.util.Optional;

/// What `adopt` found out about a database and a changelog.
///
/// @param database the full name of the database
/// @param changelog the path of the changelog
/// @param all all change sets of the changelog, in order
/// @param plan what is adopted; empty unless exactly one prefix fits
public record Assessment(
    String database,
    String changelog,
    AdoptSettings settings,
    List<PlannedChangeSet> all,
    Verdict verdict,
    Optional<AdoptionPlan> plan) {
  /// Copies the list.
  public Assessment {
    all = List.copyOf(all);
  }

  /// What is assessed.
  ///
  /// @param database the full name of the database
  /// @param changelog the path of the changelog
  /// @param versions what another tool stored; empty if the schema alone decides
  public record Question(
      String database,
      String changelog,
      AdoptSettings settings,
      AdoptionSearch.Input input,
      Optional<Versions> versions) {
    /// Returns how many change sets are to be adopted; empty if that is to be found. Throws a
    /// `ConfigurationFailure` if the changelog does not have that many, or not that tag.
    Optional<Integer> wanted() {
      return WantedPrefix.of(settings, changelog, changeSets());
    }

    private List<ChangeSet> changeSets() {
      return input.changeSets().stream().map(PlannedChangeSet::changeSet).toList();
    }
  }

  /// What another tool stored about the migrations that it ran.
  public record Versions(VersionTable table) {
    /// Reads the versions; empty if the settings name no such tool. Throws a `ConfigurationFailure`
    /// if the database has no table of the tool, and a `MigrationFailure` if a migration failed.
    public static Optional<Versions> read(
        AdoptSettings settings, AdoptionSearch.Input input, LiveDatabase database) {
      SchemaModel written = input.written();
      return switch (settings.from()) {
        case LIVE, LIQUIBASE -> Optional.empty();
        case GOLANG_MIGRATE, WRENCH ->
            Optional.of(new Versions(VersionTable.read(settings.from(), written, database)));
      };
    }
  }

  /// Checks what can be checked without an emulator. Throws a `ConfigurationFailure` if too many
  /// change sets are to be adopted, or if the wanted ones do not exist.
  public static void check(Question question) {
    Optional<Integer> wanted = question.wanted();
    WantedPrefix.refuseTooMany(
        question.changelog(), wanted.orElse(question.input().changeSets().size()));
  }

  /// Replays the changelog and compares. Throws a `Failure` if the emulator does not answer.
  public static Assessment of(ReplayEmulator emulator, Question question) {
    AdoptionSearch.Result found =
        AdoptionSearch.search(emulator, question.input(), question.wanted());
    Verdict verdict =
        Verdict.of(found, question.changeSets(), question.versions().map(Versions::table));
    List<PlannedChangeSet> all = question.input().changeSets();
    Optional<AdoptionPlan> plan =
        verdict instanceof Verdict.One(Prefix prefix)
            ? Optional.of(AdoptionPlan.of(prefix, found.changeSets(), all))
            : Optional.empty();
    return new Assessment(
        question.database(), question.changelog(), question.settings(), all, verdict, plan);
  }

  /// Returns the last change set of a prefix.
  public ChangeSet last(Prefix prefix) {
    return all.get(prefix.count() - 1).changeSet();
  }
}
