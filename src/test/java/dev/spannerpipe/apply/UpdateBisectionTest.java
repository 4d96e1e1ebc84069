package dev.spannerpipe.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which groups of data changes are sent after an unclear answer.
class UpdateBisectionTest {
  private static final List<String> STATEMENTS = List.of("a", "b", "c", "bad", "e");

  private final List<List<String>> sent = new ArrayList<>();

  /// Answers a group with `bad` in it with an internal error.
  private final class Service implements Transaction {
    @Override
    public List<Long> update(List<String> statements) {
      sent.add(List.copyOf(statements));
      if (statements.contains("bad")) {
        throw internalError();
      }
      return statements.stream().map(_ -> 1L).toList();
    }

    @Override
    public BookkeepingState read(Optional<AttemptId> own) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BookkeepingState readIntent(AttemptId own) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RunRow> run(String runId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Intent.Summary> firstIntents(int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BookkeepingState readWithoutIntents() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<WorkflowIntent> latestExecution(String deployment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(Write write) {
      throw new UnsupportedOperationException();
    }
  }

  private UnclearUpdate failure(UpdateBisection bisection) {
    return catchThrowableOfType(
        UnclearUpdate.class, () -> bisection.send(new Service(), STATEMENTS));
  }

  @Test
  void namesAStatementOnlyAloneAndAfterTwoAnswers() {
    UpdateBisection bisection = new UpdateBisection(STATEMENTS.size());
    for (int transaction = 0; transaction < 4; transaction++) {
      bisection.narrow(failure(bisection));
    }
    UnclearUpdate last = failure(bisection);

    UnclearUpdate named = catchThrowableOfType(UnclearUpdate.class, () -> bisection.narrow(last));

    assertThat(named.from()).isEqualTo(3);
    assertThat(named.to()).isEqualTo(4);
    assertThat(sent)
        .containsExactly(
            STATEMENTS,
            List.of("a", "b"),
            List.of("c", "bad", "e"),
            List.of("a", "b"),
            List.of("c"),
            List.of("bad", "e"),
            List.of("a", "b", "c"),
            List.of("bad"),
            List.of("a", "b", "c"),
            List.of("bad"));
  }

  @Test
  void countsTheAnswersOfEachStatementByThemselves() {
    UpdateBisection bisection = new UpdateBisection(2);
    bisection.narrow(new UnclearUpdate(0, 2, internalError()));

    bisection.narrow(new UnclearUpdate(1, 2, internalError()));
    bisection.narrow(new UnclearUpdate(0, 1, internalError()));

    UnclearUpdate second = new UnclearUpdate(1, 2, internalError());
    assertThat(catchThrowable(() -> bisection.narrow(second))).isSameAs(second);
  }

  private static DatabaseException internalError() {
    return new DatabaseException(DatabaseException.Kind.UNCLEAR, "Internal error.");
  }

  @Test
  void blamesNothingOnceACommitWasSent() {
    UpdateBisection bisection = new UpdateBisection(STATEMENTS.size());
    UnclearUpdate failure = failure(bisection);
    bisection.commitFollows();

    DatabaseException unknown =
        catchThrowableOfType(DatabaseException.class, () -> bisection.narrow(failure));

    assertThat(unknown).isNotInstanceOf(UnclearUpdate.class);
    assertThat(unknown.kind()).isEqualTo(DatabaseException.Kind.UNCLEAR);
    assertThat(unknown.statement()).isEmpty();
  }
}
