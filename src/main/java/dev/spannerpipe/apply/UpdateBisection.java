package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds the data change at which Spanner has an internal error when its answer does not name one.
///
/// The transaction is run again, each time with the group that failed in two halves. All groups of
/// a run are in one transaction of the same attempt, so that the data changes of a chunk still take
/// effect together and once, or not at all.
final class UpdateBisection {
  /// A single statement is named only after as many unclear answers.
  private static final int ANSWERS = 2;

  /// Where the groups begin and end, in ascending order.
  private List<Integer> cuts;

  /// How many unclear answers each single statement had, by its number.
  private final Map<Integer, Integer> answers = new HashMap<>();

  private boolean commitSent;

  UpdateBisection(int statements) {
    this.cuts = List.of(0, statements);
  }

  /// Executes the statements in the transaction and returns how many rows each touched. Throws
  /// [UnclearUpdate] for the group that has no clear answer.
  List<Long> send(Transaction transaction, List<String> statements) {
    List<Long> rows = new ArrayList<>();
    for (int i = 1; i < cuts.size(); i++) {
      rows.addAll(send(transaction, statements, cuts.get(i - 1), cuts.get(i)));
    }
    return rows;
  }

  private static List<Long> send(
      Transaction transaction, List<String> statements, int from, int to) {
    try {
      return transaction.update(statements.subList(from, to));
    } catch (DatabaseException failure) {
      if (failure.statement().isPresent()) {
        throw new DatabaseException(
            failure.kind(), failure.reason(), from + failure.statement().getAsInt(), failure);
      }
      throw failure.kind() == DatabaseException.Kind.UNCLEAR
          ? new UnclearUpdate(from, to, failure)
          : failure;
    }
  }

  /// Notes that the commit is the next call. From now on nobody knows whether it took effect, until
  /// it is answered.
  void commitFollows() {
    commitSent = true;
  }

  /// Makes the groups smaller. Throws the failure once it is about a single statement, and another
  /// one where an earlier commit of the same transaction had no clear answer.
  void narrow(UnclearUpdate failure) {
    if (commitSent) {
      throw new DatabaseException(DatabaseException.Kind.UNCLEAR, failure.reason(), failure);
    }
    if (failure.to() - failure.from() > 1) {
      int middle = (failure.from() + failure.to()) / 2;
      cuts =
          Stream.of(0, failure.from(), middle, failure.to(), cuts.getLast())
              .distinct()
              .sorted()
              .toList();
    } else if (answers.merge(failure.from(), 1, Integer::sum) >= ANSWERS) {
      throw failure;
    }
  }
}
