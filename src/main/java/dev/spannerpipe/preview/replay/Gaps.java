package dev.spannerpipe.preview.replay;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an emulator cannot hold. A statement with a construct that is missing there is executed
/// without it, or left out.
final class Gaps {
  private final Dialect dialect;
  private final List<Gap> missing;

  private Gaps(Dialect dialect, List<Gap> missing) {
    this.dialect = dialect;
    this.missing = List.copyOf(missing);
  }

  /// Finds out which constructs an emulator lacks. A newer emulator is used for all that it has.
  ///
  /// @param scratch an empty database, which is not empty afterwards
  static Gaps probe(Dialect dialect, ReplayDatabase scratch) {
    scratch.changeSchema(setup(dialect));
    return new Gaps(
        dialect, known(dialect).stream().filter(gap -> isMissing(gap, scratch)).toList());
  }

  /// Returns the statements that a scratch database needs for the probes.
  static List<String> setup(Dialect dialect) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> GoogleSqlGaps.SETUP;
      case POSTGRESQL -> PostgreSqlGaps.SETUP;
    };
  }

  /// Returns one statement with each construct.
  static List<String> probes(Dialect dialect) {
    return known(dialect).stream().map(Gap::probe).toList();
  }

  /// Returns the gaps of an emulator that has none of the constructs.
  static Gaps all(Dialect dialect) {
    return new Gaps(dialect, known(dialect));
  }

  private static List<Gap> known(Dialect dialect) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> GoogleSqlGaps.all();
      case POSTGRESQL -> PostgreSqlGaps.all();
    };
  }

  /// An emulator rejects what it does not know while it reads the statement. A statement that it
  /// understands may be rejected because its objects do not exist.
  private static boolean isMissing(Gap gap, ReplayDatabase scratch) {
    Optional<Rejection> rejection = scratch.changeSchema(List.of(gap.probe())).rejection();
    return rejection
        .filter(
            found ->
                switch (found.code()) {
                  case NOT_FOUND, ALREADY_EXISTS -> false;
                  default -> true;
                })
        .isPresent();
  }

  /// Returns the names of the constructs that the emulator lacks.
  Set<String> names() {
    return missing.stream().map(Gap::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Returns the statement in the form in which the emulator can execute it.
  HeldStatement hold(String statement) {
    List<DdlText> executed = List.of(new DdlText(dialect, statement));
    Set<String> without = new LinkedHashSet<>();
    for (Gap gap : missing) {
      List<DdlText> next = new ArrayList<>();
      for (DdlText each : executed) {
        Optional<List<String>> removed = gap.removal().without(each);
        removed.ifPresent(_ -> without.add(gap.name()));
        removed.ifPresentOrElse(
            texts -> texts.forEach(text -> next.add(each.of(text))), () -> next.add(each));
      }
      executed = next;
    }
    return new HeldStatement(
        statement, executed.stream().map(DdlText::text).toList(), List.copyOf(without));
  }
}
