package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.record.WorkflowIntent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the engine may rely on from the workflow's intents.
interface ExecutionsContract extends PortsUnderTest {
  @Test
  default void findsTheLatestExecutionOfADeployment() {
    write(
        new Write.InsertExecution(intent("shop", 2)),
        new Write.InsertExecution(intent("shop", 1)),
        new Write.InsertExecution(intent("other", 3)));

    assertThat(latest("shop")).contains(intent("shop", 2));
    assertThat(latest("unknown")).isEmpty();
  }

  @Test
  default void keepsTheRedriveOfAnExecution() {
    write(new Write.InsertExecution(intent("shop", 1)));
    WorkflowIntent redriven = intent("shop", 1).withRedrive(new WorkflowIntent.Redrive("token", 2));

    write(new Write.UpdateExecution(redriven));

    assertThat(latest("shop")).contains(redriven);
  }

  @Test
  default void insertsAnExecutionOnce() {
    write(new Write.InsertExecution(intent("shop", 1)));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> write(new Write.InsertExecution(intent("shop", 1)), new Write.PutVersion(9)));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
    assertThat(database().view().state().majorVersion()).isZero();
  }

  @Test
  default void ofTwoThatAllotTheSameAttemptAtMostOneCommits() {
    List<DatabaseException> failures = new ArrayList<>();
    List<String> committed = new ArrayList<>();

    Runnable other = () -> attempt(failures, () -> allot(otherClient(), committed, () -> {}));
    attempt(failures, () -> allot(database(), committed, other));

    assertThat(committed).hasSizeLessThan(2);
    assertThat(failures)
        .isNotEmpty()
        .allMatch(failure -> failure.kind() == DatabaseException.Kind.TRANSIENT);
  }

  @Test
  default void ofARedriveAndTheNextAttemptAtMostOneCommits() {
    write(new Write.InsertExecution(intent("shop", 1)));
    WorkflowIntent redriven = intent("shop", 1).withRedrive(new WorkflowIntent.Redrive("token", 0));
    List<DatabaseException> failures = new ArrayList<>();

    Runnable redrive =
        () -> afterTheFirst(otherClient(), new Write.UpdateExecution(redriven), () -> {});
    attempt(
        failures,
        () ->
            afterTheFirst(
                database(),
                new Write.InsertExecution(intent("shop", 2)),
                () -> attempt(failures, redrive)));

    assertThat(failures)
        .isNotEmpty()
        .allMatch(failure -> failure.kind() == DatabaseException.Kind.TRANSIENT);
  }

  private static void afterTheFirst(Database database, Write write, Runnable meanwhile) {
    database.transact(
        "test",
        transaction -> {
          transaction.read(Optional.empty());
          assertThat(transaction.latestExecution("shop")).contains(intent("shop", 1));
          meanwhile.run();
          transaction.write(write);
          return "shop";
        });
  }

  private static void allot(Database database, List<String> committed, Runnable meanwhile) {
    committed.add(
        database.transact(
            "test",
            transaction -> {
              transaction.read(Optional.empty());
              assertThat(transaction.latestExecution("shop")).isEmpty();
              meanwhile.run();
              transaction.write(new Write.InsertExecution(intent("shop", 1)));
              return "shop";
            }));
  }

  private static void attempt(List<DatabaseException> failures, Runnable attempt) {
    try {
      attempt.run();
    } catch (DatabaseException failure) {
      failures.add(failure);
    }
  }

  private Optional<WorkflowIntent> latest(String deployment) {
    return database()
        .transact(
            "test",
            transaction -> {
              transaction.read(Optional.empty());
              return transaction.latestExecution(deployment);
            });
  }

  private static WorkflowIntent intent(String deployment, int attempt) {
    return new WorkflowIntent(
        deployment,
        attempt,
        "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy",
        "{}",
        "r1",
        SampleRows.TIME,
        Optional.empty());
  }
}
