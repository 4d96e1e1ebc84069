package dev.spannerpipe.testing;

import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.DatabaseId;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.Statement;
import com.google.cloud.spanner.Struct;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A database on the emulator, looked at and prepared without the product's own adapter.
public final class TestDatabase {
  private final Spanner spanner;
  private final String emulatorHost;
  private final DatabaseId id;
  private final Dialect dialect;

  TestDatabase(Spanner spanner, String emulatorHost, DatabaseId id, Dialect dialect) {
    this.spanner = spanner;
    this.emulatorHost = emulatorHost;
    this.id = id;
    this.dialect = dialect;
  }

  /// Returns its project.
  public String project() {
    return id.getInstanceId().getProject();
  }

  /// Returns its instance.
  public String instance() {
    return id.getInstanceId().getInstance();
  }

  /// Returns its name within the instance.
  public String name() {
    return id.getDatabase();
  }

  /// Returns its full resource name.
  public String resourceName() {
    return id.getName();
  }

  /// Returns its dialect.
  public Dialect dialect() {
    return dialect;
  }

  /// Returns the settings that lead to it.
  public SpannerSettings settings() {
    return settings(project(), instance(), name(), emulatorHost);
  }

  /// Returns the settings that lead to a database of an emulator, be it there or not.
  public static SpannerSettings settings(
      String project, String instance, String name, String emulatorHost) {
    return new SpannerSettings(
        new DatabaseName(project, instance, name),
        Optional.of(emulatorHost),
        Optional.empty(),
        Optional.empty());
  }

  /// Returns one of two texts, by dialect.
  public String either(String googleSql, String postgresql) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> googleSql;
      case POSTGRESQL -> postgresql;
    };
  }

  /// Changes the schema.
  public void execute(String... ddl) {
    EmulatorServer.await(
        () ->
            spanner
                .getDatabaseAdminClient()
                .updateDatabaseDdl(instance(), name(), List.of(ddl), null)
                .get());
  }

  /// Changes data in one transaction of its own.
  public void update(String... dml) {
    client()
        .readWriteTransaction()
        .run(
            transaction ->
                transaction.batchUpdate(List.of(dml).stream().map(Statement::of).toList()));
  }

  /// Returns the schema as the emulator writes it.
  public List<String> ddl() {
    return List.copyOf(spanner.getDatabaseAdminClient().getDatabaseDdl(instance(), name()));
  }

  /// Returns the rows of a query, each value as text, null as `null`.
  public List<List<String>> rows(String sql) {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = client().singleUse().executeQuery(Statement.of(sql))) {
      while (result.next()) {
        rows.add(texts(result.getCurrentRowAsStruct()));
      }
    }
    return rows;
  }

  /// Returns the client, for what the other methods cannot do.
  public DatabaseClient client() {
    return spanner.getDatabaseClient(id);
  }

  private static List<String> texts(Struct row) {
    return IntStream.range(0, row.getColumnCount())
        .mapToObj(column -> row.isNull(column) ? "null" : row.getValue(column).getAsString())
        .toList();
  }
}
