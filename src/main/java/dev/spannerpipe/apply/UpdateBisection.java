package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds the data change that causes an internal error of Spanner, if the answer does not name it.
///
/// The transaction runs again, each time with the failed group split in half. All groups run in one
/// transaction of the same attempt. So the data changes of a chunk still take effect together and
/// once, or not at all.
final class UpdateBisection {
  /// A single statement is reported only after this many unclear answers.
  private static final int ANSWERS = 2;

  /// The bounds of the groups, in ascending order.
  private List<Integer> cuts;

  /// The number of unclear answers for each single statement, by its index.
  private final Map<Integer, Integer> answers = new HashMap<>();

  private boolean commitSent;

  UpdateBisection(int statements) {
    this.cuts = List.of(0, statements);
  }

  /// Executes the statements in the transaction. Returns how many rows each of them changed. Throws
  /// [UnclearUpdate] for the group that got no clear answer.
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

  /// Notes that the commit is the next call. From now on it is unknown whether the transaction took
  /// effect, until the commit is answered.
  void commitFollows() {
    commitSent = true;
  }

  /// Splits the group that failed. Throws the failure itself once it is about a single statement.
  /// Throws a [DatabaseException] if an earlier commit of the same transaction got no clear answer.
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
