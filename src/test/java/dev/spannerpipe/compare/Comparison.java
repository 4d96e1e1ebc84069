package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;

/// One changelog, and two databases: one that the pipe brings to it, one that Liquibase does.
final class Comparison {
  private final Repository repository;
  private final TestDatabase ours;
  private final TestDatabase theirs;
  private final PipeRun pipe;
  private final PlainLiquibase liquibase;

  private Comparison(Path directory, EmulatorServer server) {
    this.repository = new Repository(directory);
    this.ours = server.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    this.theirs = server.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    this.pipe = ComparedPipe.on(ours, server.host(), directory);
    this.liquibase = new PlainLiquibase(theirs, server.host(), directory);
  }

  /// Makes both databases, empty.
  static Comparison in(Path directory) {
    return new Comparison(directory, EmulatorServer.running());
  }

  Repository repository() {
    return repository;
  }

  TestDatabase ours() {
    return ours;
  }

  TestDatabase theirs() {
    return theirs;
  }

  PipeRun pipe() {
    return pipe;
  }

  PlainLiquibase liquibase() {
    return liquibase;
  }

  /// Returns plain Liquibase, set on the pipe's database.
  PlainLiquibase liquibaseOnOurs() {
    return new PlainLiquibase(ours, EmulatorServer.running().host(), repository.directory());
  }

  /// Returns the pipe, set on Liquibase's database.
  PipeRun pipeOnTheirs() {
    return ComparedPipe.on(theirs, EmulatorServer.running().host(), repository.directory());
  }

  /// Runs both tools, which must end well, and expects the same of them.
  void update(String changelog, RunOptions options) {
    liquibase.update(changelog, options.forLiquibase()).succeeded();
    pipe.apply(changelog, options.forPipe()).succeeded();
    expectSame();
  }

  /// Runs each tool on the other one's database, and expects the same of them.
  void updateInEachOthersDatabase(String changelog, RunOptions options) {
    liquibaseOnOurs().update(changelog, options.forLiquibase()).succeeded();
    pipeOnTheirs().apply(changelog, options.forPipe()).succeeded();
    expectSame();
  }

  /// Runs both tools, which must end well, and expects the same of them.
  void update(String changelog) {
    update(changelog, RunOptions.NONE);
  }

  /// Expects that schema, rows and history are the same.
  void expectSame() {
    assertThat(DatabaseState.of(ours).differenceFrom(DatabaseState.of(theirs)))
        .as("what the pipe made, and what Liquibase made instead")
        .isEmpty();
  }

  /// Expects that plain Liquibase finds nothing to do in the pipe's database, and does nothing.
  void expectNothingPendingForLiquibase(String changelog, RunOptions options) {
    DatabaseState before = DatabaseState.of(ours);
    assertThat(liquibaseOnOurs().status(changelog, options.forLiquibase()).succeeded().output())
        .contains("is up to date");
    liquibaseOnOurs().update(changelog, options.forLiquibase()).succeeded();
    assertThat(DatabaseState.of(ours)).isEqualTo(before);
  }

  /// Expects that the pipe finds nothing to do in Liquibase's database, and does nothing.
  void expectNothingPendingForPipe(String changelog, RunOptions options) {
    DatabaseState before = DatabaseState.of(theirs);
    assertThat(pipeOnTheirs().apply(changelog, options.forPipe()).succeeded().output())
        .contains("✔ Nothing to do");
    assertThat(DatabaseState.of(theirs)).isEqualTo(before);
  }
}
