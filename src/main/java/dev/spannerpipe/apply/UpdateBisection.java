package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds the data change that causes an internal error of Spanner, if the error does not name the
/// statement.
///
/// The transaction is repeated. Each time, the group of statements that failed in the previous
/// execution is sent as two halves. All groups are sent in one transaction, and each execution uses
/// the same attempt id. So the data changes still take effect together and only once, or not at
/// all.
final class UpdateBisection {
  /// How many unclear responses a statement that was sent alone must get until it is reported as
  /// the cause.
  private static final int ANSWERS = 2;

  /// The bounds of the groups, as indexes of statements in ascending order.
  private List<Integer> cuts;

  /// The number of unclear responses to each statement that was sent alone; the key is the
  /// statement's index.
  private final Map<Integer, Integer> answers = new HashMap<>();

  private boolean commitSent;

  UpdateBisection(int statements) {
    this.cuts = List.of(0, statements);
  }

  /// Executes the statements in the transaction. Returns how many rows each statement changed.
  /// Throws [UnclearUpdate] for the first group that gets an unclear response.
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

  /// Notes that the commit is the next call. If the commit fails, it may be unknown whether the
  /// transaction took effect.
  void commitFollows() {
    commitSent = true;
  }

  /// Splits the group that failed. If the group is a single statement, throws the failure itself
  /// after the second unclear response. If an earlier execution of the transaction already reached
  /// its commit, throws a [DatabaseException], because it may be unknown whether that commit took
  /// effect.
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
