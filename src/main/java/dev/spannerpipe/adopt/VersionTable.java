package dev.spannerpipe.adopt;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The versions that golang-migrate or wrench stored in a database.
///
/// Both keep one row with the highest version: each file with a number up to it counts as applied.
/// RoryQ's fork of wrench applies files out of order, and has a row for each of them in a second
/// table. Then that table decides.
///
/// @param table the table that decides
/// @param highest the highest version; 0 if there is none
/// @param all the versions that were applied; empty if the highest one decides
record VersionTable(String table, long highest, Optional<Set<Long>> all) {
  static final String NAME = "schemamigrations";
  static final String HISTORY = "schemamigrationshistory";
  static final String UPGRADING = "wrench_upgrade_indicator";

  /// The number at the start of a file's name, such as `000012_orders.up.sql`. It has at most 18
  /// digits, so that it is a `long`.
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:[_.-].*)?");

  /// Reads the versions. Throws a [ConfigurationFailure] if there is no such table, and a
  /// [MigrationFailure] if a migration has failed, or if wrench is rewriting its tables.
  static VersionTable read(AdoptSettings.From from, SchemaModel schema, LiveDatabase database) {
    if (table(schema, UPGRADING).isPresent()) {
      throw new MigrationFailure(
          "Could not adopt: wrench was interrupted while it rewrote its tables (table %s)"
              .formatted(UPGRADING),
          "Let wrench finish, and run again");
    }
    String latest =
        table(schema, NAME)
            .orElseThrow(
                () ->
                    new ConfigurationFailure(
                        "Could not adopt from %s: the database has no table SchemaMigrations with the columns Version and Dirty"
                            .formatted(from.word()),
                        "Set ADOPT_FROM to what built the database, or remove it: the schema alone decides then"));
    Optional<String> history =
        from == AdoptSettings.From.WRENCH ? table(schema, HISTORY) : Optional.empty();
    String decides = history.orElse(latest);
    Set<Long> versions = versions(decides, database);
    if (history.isPresent()) {
      // A failed migration may be marked in either table.
      Set<Long> _ = versions(latest, database);
    }
    return new VersionTable(
        decides,
        versions.stream().mapToLong(Long::longValue).max().orElse(0),
        history.map(_ -> versions));
  }

  private static Set<Long> versions(String table, LiveDatabase database) {
    Set<Long> versions = new HashSet<>();
    for (List<@Nullable String> row : database.query("SELECT Version, Dirty FROM " + table)) {
      refuseDirty(table, row);
      versions.add(version(row));
    }
    return versions;
  }

  /// Returns the name of the tool's table, as the database writes it.
  private static Optional<String> table(SchemaModel schema, String name) {
    return schema.objects(Table.class).stream()
        .filter(table -> table.name().name().text().toLowerCase(Locale.ROOT).equals(name))
        .filter(LeftOutTables::isOfTool)
        .map(table -> table.name().name().text())
        .findFirst();
  }

  private static void refuseDirty(String table, List<@Nullable String> row) {
    if ("true".equals(row.getLast())) {
      throw new MigrationFailure(
          "Could not adopt: migration %d began and failed (the table %s has it as dirty)"
              .formatted(version(row), table),
          "Finish or undo the migration with the tool that began it, clear its dirty flag, and run again");
    }
  }

  private static long version(List<@Nullable String> row) {
    String version = row.getFirst();
    return version == null ? 0 : Long.parseLong(version);
  }

  /// Returns why a prefix does not fit these versions, as a clause; empty if it fits.
  ///
  /// @param count how many of the change sets are in the prefix
  Optional<String> mismatch(List<ChangeSet> changeSets, int count) {
    LongPredicate applied = all.<LongPredicate>map(set -> set::contains).orElse(n -> n <= highest);
    for (int i = 0; i < changeSets.size(); i++) {
      OptionalLong number = number(changeSets.get(i));
      boolean adopted = i < count;
      if (number.isPresent() && applied.test(number.getAsLong()) != adopted) {
        return Optional.of(
            "%s has version %d, which is %sapplied by %s"
                .formatted(
                    changeSets.get(i).identity(),
                    number.getAsLong(),
                    adopted ? "not " : "",
                    table));
      }
    }
    return changeSets.stream().allMatch(each -> number(each).isEmpty())
        ? Optional.of("no file and no change set of the changelog begins with a version")
        : Optional.empty();
  }

  /// Returns the version of a change set: the number with which the name of its file begins, else
  /// that with which its id begins.
  static OptionalLong number(ChangeSet changeSet) {
    String path = changeSet.identity().path();
    OptionalLong ofFile = number(path.substring(path.lastIndexOf('/') + 1));
    return ofFile.isPresent() ? ofFile : number(changeSet.identity().id());
  }

  private static OptionalLong number(String name) {
    Matcher matcher = NUMBER.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /// Returns what the table says, as a clause.
  String words() {
    return all.map(set -> "%s has %d versions, up to %d".formatted(table, set.size(), highest))
        .orElse(
            highest == 0
                ? table + " has no version"
                : "%s has version %d".formatted(table, highest));
  }
}
