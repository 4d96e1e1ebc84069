package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.WholeProofOnly;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A service that is not there, does not know the database, or does not let this run in. None of it
/// is an emulator to the pipe.
@Concurrent
class OutOfReachIT extends WholeTool {
  private SpannerProxy proxy;
  private PipeRun service;

  @BeforeEach
  void openService() {
    proxy = SpannerProxy.of(EmulatorServer.running().host());
    service = at(proxy.address());
    workspace.withSql(table(1));
  }

  @AfterEach
  void closeService() {
    proxy.close();
  }

  private PipeRun at(String address) {
    return pipe.without("SPANNER_EMULATOR_HOST").with("SPANNER_ENDPOINT", "http://" + address);
  }

  private void deny(String method, String permission) {
    proxy.refuse(
        method,
        Integer.MAX_VALUE,
        Status.PERMISSION_DENIED.withDescription(
            "Caller is missing IAM permission " + permission + " on resource d."));
  }

  private void allow(String method) {
    proxy.refuse(method, 0, Status.OK);
  }

  private static void assertRefused(Result result, int exitCode, String message) {
    assertThat(result.lastLine()).isEqualTo("✖ " + message);
    assertThat(result.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void makesNoDatabaseWhereItIsNoEmulator() {
    Result result = service.with("SPANNER_INSTANCE", "nowhere").run();

    assertRefused(
        result,
        2,
        "Could not open projects/test-project/instances/nowhere/databases/"
            + database.name()
            + ": the instance nowhere does not exist in project test-project. Correct PROJECT or"
            + " SPANNER_INSTANCE, or create the instance.");
    after(result).onRecordInFiles();

    String missing = EmulatorServer.running().newName();
    assertRefused(
        service.with("SPANNER_DATABASE", missing).run(),
        2,
        "Could not open projects/test-project/instances/"
            + database.instance()
            + "/databases/"
            + missing
            + ": the database "
            + missing
            + " does not exist in this instance. Correct SPANNER_DATABASE, or create the"
            + " database.");
    assertThat(workspace.lastRun(missing).getLast().text("name")).hasValue("runEnded");
  }

  @Test
  void saysWhichPermissionsAreMissingBeforeAnyEffect() {
    deny("CreateSession", "spanner.sessions.create");
    Result result = service.run();
    assertRefused(
        result,
        3,
        "Could not read "
            + database.resourceName()
            + ": Caller is missing IAM permission spanner.sessions.create on resource d. Grant the"
            + " identity spanner.sessions.create and spanner.databases.select on the database, for"
            + " example with roles/spanner.databaseReader, or, if it applies changes, with roles/spanner.databaseUser.");
    after(result).onRecordInFiles();
    allow("CreateSession");

    deny("UpdateDatabaseDdl", "spanner.databases.updateDdl");
    result = service.run();
    assertRefused(
        result,
        3,
        "Could not create the book-keeping tables in "
            + database.resourceName()
            + ": Caller is missing IAM permission spanner.databases.updateDdl on resource d. Grant"
            + " the identity spanner.databases.updateDdl on the database, for example with"
            + " roles/spanner.databaseUser.");
    after(result).onRecordInFiles();
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void goesOnOnceThePermissionToChangeTheSchemaIsThere() {
    assertThat(service.run().exitCode()).isZero();
    workspace.withSql(tables(1, 2));
    deny("UpdateDatabaseDdl", "spanner.databases.updateDdl");

    Result denied = service.run();

    assertRefused(
        denied,
        3,
        "Could not send operation sp_2_1: Caller is missing IAM permission"
            + " spanner.databases.updateDdl on resource d. Grant the identity of this run the missing"
            + " permission on the database, and run again.");
    // Whether the call is still on its way only the use of its id can tell, which is denied, too.
    after(denied).onRecordInFiles().onRecordInDatabase().leaseGivenBack();

    allow("UpdateDatabaseDdl");
    Result result = service.run();
    assertThat(result.exitCode()).isZero();
    assertThat(history()).containsExactly("1", "2");
    assertInOrder(result);
  }

  @Test
  void saysThatItMayNotWrite() {
    assertThat(service.run().exitCode()).isZero();
    workspace.withSql(tables(1, 2));
    deny("Commit", "spanner.databases.write");

    Result result = service.run();

    assertRefused(
        result,
        3,
        "Could not take the lease of "
            + database.resourceName()
            + ": Caller is missing IAM permission spanner.databases.write on resource d. Grant the"
            + " identity of this run the missing permission on the database, and run again.");
    assertThat(result.warnings())
        .containsExactly(
            "Could not write this run into the database's record: Caller is missing IAM permission"
                + " spanner.databases.write on resource d. Grant the identity of this run the missing"
                + " permission on the database, and run again.");
    after(result).onRecordInFiles();
    assertThat(history()).containsExactly("1");
  }

  /// Half a minute, as it tries again; [dev.spannerpipe.spanner.SpannerConnectionIT] has the
  /// failure without the wait, and the other tests here what becomes of such a failure.
  @Test
  @WholeProofOnly("processes.all")
  void saysThatNobodyAnswers() {
    Result result = at("127.0.0.1:1").run();

    assertRefused(
        result,
        3,
        "Could not reach Spanner at http://127.0.0.1:1 for "
            + database.resourceName()
            + ": io exception (finishConnect(..) failed with error(-111): Connection refused). Check the address, and check that this machine can reach it over the network.");
    after(result).onRecordInFiles();
  }

  @Test
  void refusesAnEmulatorTogetherWithGoogleCredentials() {
    Result result =
        pipe.with("GOOGLE_SERVICE_ACCOUNT", "deploy@acme-prod.iam.gserviceaccount.com")
            .with(
                "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
                "projects/1/locations/global/workloadIdentityPools/p/providers/q")
            .run();

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ SPANNER_EMULATOR_HOST would send a run with Google credentials"
                    + " (GOOGLE_WORKLOAD_IDENTITY_PROVIDER, GOOGLE_SERVICE_ACCOUNT) to an emulator."
                    + " Remove this variable, or remove the credentials.\n"));
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void stopsWhereTimeIsUpAndGoesOnLater() {
    Result result =
        pipe.with("TIMEOUT", "1s")
            .at(() -> new FastTime(Instant.now(), Duration.ofSeconds(1)))
            .run();

    assertRefused(
        result,
        8,
        "Could not apply everything: TIMEOUT has expired; change sets applied by this run: 0, left: 1."
            + " Run again: the next run continues after what is applied.");
    assertInOrder(result);

    apply();
    assertThat(history()).containsExactly("1");
  }
}
