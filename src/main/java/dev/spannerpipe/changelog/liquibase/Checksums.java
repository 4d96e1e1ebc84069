package dev.spannerpipe.changelog.liquibase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.CheckSum;
import liquibase.change.DbmsTargetedChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.sql.visitor.SqlVisitor;

/// The checksums of a change set.
///
/// @param current the checksum that version 9 of Liquibase's algorithm computes
/// @param accepted other valid checksums: the checksum of version 8, the values of `validCheckSum`,
///   and the checksums that Liquibase computes if it knows the database by only one of its names
/// @param any whether every checksum is accepted, because `validCheckSum` is `any` or lists the
///   current checksum
public record Checksums(CheckSum current, Set<String> accepted, boolean any) {
  public static Checksums of(ChangeSet source, Database database) throws Exception {
    CheckSum older = source.generateCheckSum(ChecksumVersion.V8);
    source.clearCheckSum();
    CheckSum current =
        sum(
            source,
            change -> DatabaseNames.match(change.getDbms(), database, true),
            source.getSqlVisitors());
    Set<String> accepted = new HashSet<>(Set.of(older.toString()));
    for (String name : DatabaseNames.of(database)) {
      accepted.add(under(name, source).toString());
    }
    accepted.remove(current.toString());
    boolean any = false;
    for (CheckSum valid : source.getValidCheckSums()) {
      String text = valid.toString();
      accepted.add(text);
      any |= Set.of("1:any", "1:all", "1:*").contains(text.toLowerCase(Locale.ROOT));
      any |= valid.equals(current);
    }
    return new Checksums(current, Set.copyOf(accepted), any);
  }

  /// Returns the checksum that Liquibase computes if it knows the database only by this name.
  private static CheckSum under(String name, ChangeSet source) throws Exception {
    return sum(
        source,
        change -> DatabaseList.definitionMatches(change.getDbms(), name, true),
        source.getSqlVisitors().stream()
            .filter(
                visitor -> DatabaseList.definitionMatches(visitor.getApplicableDbms(), name, true))
            .toList());
  }

  /// Computes a checksum of version 9. Changes that `isMeant` rejects do not affect the checksum.
  ///
  /// @param isMeant whether the `dbms` of a change includes the database
  private static CheckSum sum(
      ChangeSet source, Predicate<DbmsTargetedChange> isMeant, List<SqlVisitor> visitors)
      throws Exception {
    return Scope.child(
        Map.of(Scope.Attr.checksumVersion.name(), ChecksumVersion.V9),
        () -> {
          List<String> sums = new ArrayList<>();
          for (Change change : source.getChanges()) {
            if (!(change instanceof DbmsTargetedChange targeted) || isMeant.test(targeted)) {
              sums.add(change.generateCheckSum() + ":");
            }
          }
          visitors.forEach(visitor -> sums.add(visitor.generateCheckSum() + ";"));
          return CheckSum.compute(String.join("", sums));
        });
  }
}
