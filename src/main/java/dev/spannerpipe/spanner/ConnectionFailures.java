package dev.spannerpipe.spanner;

import com.google.cloud.spanner.InstanceNotFoundException;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import java.util.Set;
import java.util.stream.Collectors;

/// Creates the failures with which a run ends if it cannot begin to work on its database.
final class ConnectionFailures {
  private static final String STANDS_IN_THE_WAY =
      "Remove or rename the object that is in the way, and run again";

  private final SpannerSettings settings;

  ConnectionFailures(SpannerSettings settings) {
    this.settings = settings;
  }

  /// Returns the failure of a run whose first request to the database failed.
  Failure connecting(DatabaseException failure) {
    String tried = "Could not read " + settings.databaseName();
    Failure obstacle =
        switch (failure.kind()) {
          case MISSING -> missing(failure);
          case DENIED -> denied(tried, failure);
          case TRANSIENT ->
              new AccessFailure(
                  "Could not reach Spanner at "
                      + settings.address()
                      + " for "
                      + settings.databaseName()
                      + ": "
                      + failure.reason(),
                  "Check the address, and check that this machine can reach it over the network");
          case UNCLEAR -> new AccessFailure(tried + ": " + failure.reason(), "Run again");
          case REFUSED, TOO_MANY_MUTATIONS ->
              new ConfigurationFailure(
                  tried + ": " + failure.reason(),
                  "Correct PROJECT, SPANNER_INSTANCE or SPANNER_DATABASE");
        };
    return obstacle.causedBy(failure);
  }

  /// Returns the failure of a run whose first request to the database did not succeed before
  /// `TIMEOUT` expired.
  Failure connectingInTime(DatabaseException failure) {
    return failure.kind() == DatabaseException.Kind.TRANSIENT
        ? new UnfinishedFailure(
                "Could not reach Spanner at "
                    + settings.address()
                    + " for "
                    + settings.databaseName()
                    + " before TIMEOUT expired: "
                    + failure.reason(),
                "Run again with a longer TIMEOUT; if the problem persists, check the address, and check that this machine can reach it over the network")
            .causedBy(failure)
        : connecting(failure);
  }

  /// Returns the failure for an instance or a database that could not be created in an emulator.
  Failure preparingEmulator(DatabaseException failure) {
    return new AccessFailure(
            "Could not create "
                + settings.databaseName()
                + " on "
                + settings.address()
                + ": "
                + failure.reason(),
            "Repair or restart the emulator")
        .causedBy(failure);
  }

  /// Returns the failure for book-keeping tables that could not be created.
  Failure creatingTables(DatabaseException failure) {
    String tried = "Could not create the book-keeping tables in " + settings.databaseName();
    Failure obstacle =
        switch (failure.kind()) {
          case MISSING -> missing(failure);
          case DENIED ->
              new AccessFailure(
                  tried + ": " + failure.reason(),
                  "Grant the identity spanner.databases.updateDdl on the database, for example with"
                      + " roles/spanner.databaseUser");
          case UNCLEAR ->
              new UnfinishedFailure(
                  tried
                      + ": Spanner neither accepted nor rejected them in three attempts, and they"
                      + " are missing: "
                      + failure.reason().replaceFirst("\\.$", ""),
                  "Run again; if the problem persists, check whether other schema changes of the"
                      + " database fail, too");
          case TRANSIENT -> new UnfinishedFailure(tried + ": " + failure.reason(), "Run again");
          case REFUSED, TOO_MANY_MUTATIONS ->
              new MigrationFailure(tried + ": " + failure.reason(), STANDS_IN_THE_WAY);
        };
    return obstacle.causedBy(failure);
  }

  /// Returns the failure for book-keeping tables that are still missing although Spanner executed
  /// the statements that create them. There are two possible causes: `IF NOT EXISTS` also succeeds
  /// if another object has the name of the table, and a database role may hide the tables.
  Failure tablesStillMissing(Set<BookKeepingTable> missing) {
    String tried = "Could not create the book-keeping tables in " + settings.databaseName() + ": ";
    String names = missing.stream().map(BookKeepingTable::name).collect(Collectors.joining(", "));
    return settings
        .databaseRole()
        .<Failure>map(
            role ->
                new AccessFailure(
                    tried + "the database role " + role + " cannot see " + names,
                    "Grant that role SELECT, INSERT, UPDATE and DELETE on these tables"))
        .orElseGet(
            () ->
                new MigrationFailure(
                    tried + "another object, such as a view, has the name of " + names,
                    STANDS_IN_THE_WAY));
  }

  private static Failure denied(String tried, DatabaseException failure) {
    return new AccessFailure(
        tried + ": " + failure.reason(),
        Translation.unauthenticated(failure)
            ? "Check how this run gets its credentials"
            : "Grant the identity spanner.sessions.create and spanner.databases.select on the"
                + " database, for example with roles/spanner.databaseReader, or, if it applies changes, with roles/spanner.databaseUser");
  }

  private Failure missing(DatabaseException failure) {
    return failure.getCause() instanceof InstanceNotFoundException
        ? new ConfigurationFailure(
            "Could not open "
                + settings.databaseName()
                + ": the instance "
                + settings.name().instance()
                + " does not exist in project "
                + settings.name().project(),
            "Correct PROJECT or SPANNER_INSTANCE, or create the instance")
        : new ConfigurationFailure(
            "Could not open "
                + settings.databaseName()
                + ": the database "
                + settings.name().database()
                + " does not exist in this instance",
            "Correct SPANNER_DATABASE, or create the database");
  }
}
