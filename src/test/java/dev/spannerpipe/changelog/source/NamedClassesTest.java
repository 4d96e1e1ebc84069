package dev.spannerpipe.changelog.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.CheckSum;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.change.custom.CustomTaskChange;
import liquibase.changelog.IncludeAllFilter;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.precondition.CustomPrecondition;
import liquibase.resource.ResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Classes that a changelog names are never loaded, though they are on the class path.
class NamedClassesTest {
  /// What ran of the classes that a changelog named.
  private static final Set<String> RAN = ConcurrentHashMap.newKeySet();

  private static final String CUSTOM = NamedClassesTest.class.getName() + "$Custom";

  @TempDir Path directory;
  private Repository repository;

  /// Serves wherever a changelog may name a class, and records that it was loaded.
  public static final class Custom
      implements CustomTaskChange, CustomPrecondition, IncludeAllFilter, Comparator<String> {
    static {
      RAN.add("static initializer");
    }

    /// Records that one was made.
    public Custom() {
      RAN.add("constructor");
    }

    @Override
    public void execute(Database database) {
      RAN.add("change");
    }

    @Override
    public void check(Database database) {
      RAN.add("precondition");
    }

    @Override
    public boolean include(String path) {
      return RAN.add("filter");
    }

    @Override
    public int compare(String one, String two) {
      RAN.add("comparator");
      return one.compareTo(two);
    }

    @Override
    public String getConfirmationMessage() {
      return "";
    }

    @Override
    public void setUp() {
      RAN.add("setUp");
    }

    @Override
    public void setFileOpener(ResourceAccessor files) {
      RAN.add("setFileOpener");
    }

    @Override
    public ValidationErrors validate(Database database) {
      return new ValidationErrors();
    }
  }

  /// A class that Liquibase may load, to compute its checksum.
  public static final class Ordinary implements CustomTaskChange {
    private String table = "";

    /// Accepts a parameter.
    public void setTable(String name) {
      this.table = name;
    }

    /// Accepts another one.
    public void setRows(String number) {
      this.table += number;
    }

    @Override
    public void execute(Database database) {
      throw new UnsupportedOperationException(table);
    }

    @Override
    public String getConfirmationMessage() {
      return "";
    }

    @Override
    public void setUp() {
      // Nothing to do.
    }

    @Override
    public void setFileOpener(ResourceAccessor files) {
      // It reads no files.
    }

    @Override
    public ValidationErrors validate(Database database) {
      return new ValidationErrors();
    }
  }

  @BeforeEach
  void cloneRepository() {
    RAN.clear();
    repository = new Repository(directory.resolve("clone"));
    repository.with("db/a.sql", "SELECT 1;\n");
  }

  @AfterEach
  void nothingOfThemRan() {
    assertThat(RAN).isEmpty();
  }

  record File(String name, String text, int line) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static String xml(String content) {
    return """
    <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
    %s
    </databaseChangeLog>
    """
        .formatted(content);
  }

  static Stream<File> customChanges() {
    return Stream.of(
        new File(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - customChange:
                        class: %s
                        param: {name: table, value: t}
            """,
            6),
        new File(
            "changelog.json",
            """
            {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann", "changes": [
              {"customChange": {"class": "%s"}}]}}]}
            """,
            2),
        new File(
            "changelog.xml",
            xml(
                """
                <changeSet id="1" author="ann">
                <customChange class="%s"><param name="table" value="t"/></customChange>
                </changeSet>\
                """),
            5));
  }

  @ParameterizedTest
  @MethodSource("customChanges")
  void rejectsAPendingCustomChange(File file) {
    repository.with(file.name(), file.text().formatted(CUSTOM));

    assertThat(repository.failure(file.name()))
        .isEqualTo(
            "%s:%d: the change customChange cannot be done: the pipe does not load its class %s. Write the change as sql, or let Liquibase apply the change set first."
                .formatted(file.name(), file.line(), CUSTOM));
  }

  @ParameterizedTest
  @MethodSource("customChanges")
  void acceptsARecordedCustomChangeAndWarnsOfAnotherChecksum(File file) {
    repository.with(file.name(), file.text().formatted(CUSTOM));
    ChangeSet now = repository.read(file.name()).changeSets().getFirst();
    HistoryRow other = row(now, "9:0123456789abcdef0123456789abcdef");

    Plan plan = repository.plan(file.name(), Dialect.GOOGLE_STANDARD_SQL, other).withoutProblems();

    assertThat(plan.pending()).isEmpty();
    assertThat(repository.warnings(file.name(), other))
        .containsExactly(
            "%s: change set %s may have been edited after it was applied: its checksum was 9:0123456789abcdef0123456789abcdef and is now %s, computed without the class %s. If the change set was edited, restore its text."
                .formatted(now.location(), now.identity(), now.checksum(), CUSTOM));
    assertThat(repository.warnings(file.name(), row(now, now.checksum()))).isEmpty();
    assertThat(repository.warnings(file.name(), row(now, null))).isEmpty();
  }

  private static HistoryRow row(ChangeSet changeSet, String checksum) {
    return ChangeSets.applied(changeSet.identity(), 1, checksum, null);
  }

  @Test
  void warnsOfNothingWhereOnlyTheClassKnowsTheChecksum() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - customChange: {class: com.example.Gone, table: t}
        """);
    ChangeSet now = repository.read("changelog.yaml").changeSets().getFirst();

    assertThat(repository.warnings("changelog.yaml", row(now, "9:1"))).isEmpty();
  }

  static Stream<File> customPreconditions() {
    return Stream.of(
        new File(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  preConditions:
                    - or:
                        - customPrecondition: {className: "%s"}
                  changes:
                    - sql: SELECT 1
            """,
            2),
        new File(
            "changelog.json",
            """
            {"databaseChangeLog": [
              {"changeSet": {"id": "1", "author": "ann", "changes": [
                {"preConditions": [{"customPrecondition": {"className": "%s"}}]},
                {"sql": "SELECT 1"}]}}]}
            """,
            2),
        new File(
            "changelog.xml",
            xml(
                """
                <changeSet id="1" author="ann">
                <preConditions><customPrecondition className="%s"/></preConditions>
                <sql>SELECT 1</sql>
                </changeSet>\
                """),
            4));
  }

  @ParameterizedTest
  @MethodSource("customPreconditions")
  void rejectsAPendingCustomPrecondition(File file) {
    repository.with(file.name(), file.text().formatted(CUSTOM));

    assertThat(repository.failure(file.name()))
        .isEqualTo(
            "%s:%d: its customPrecondition cannot be evaluated: the pipe does not load the class %s. Use sqlCheck."
                .formatted(file.name(), file.line(), CUSTOM));
  }

  @ParameterizedTest
  @MethodSource("customPreconditions")
  void acceptsARecordedCustomPreconditionAndWarnsOfAnotherChecksum(File file) {
    repository.with(file.name(), file.text().formatted(CUSTOM));
    ChangeSet now = repository.read(file.name()).changeSets().getFirst();

    assertThat(repository.warnings(file.name(), row(now, now.checksum()))).isEmpty();
    assertThat(repository.warnings(file.name(), row(now, "9:1"))).hasSize(1);
  }

  @Test
  void leavesARollbackWithACustomChangeToWhoeverNeedsIt() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: SELECT 1
              rollback:
                - customChange: {class: "%s"}
        """
            .formatted(CUSTOM));

    Plan plan = repository.plan("changelog.yaml", Dialect.GOOGLE_STANDARD_SQL).withoutProblems();

    assertThat(plan.pending()).hasSize(1);
    assertThat(repository.rollbacks("changelog.yaml").getFirst())
        .isEqualTo(new Rollback.Impossible("the pipe does not load its class " + CUSTOM));
  }

  /// Each names a class as an attribute of an `includeAll`.
  static Stream<File> selections() {
    return Stream.of(
        new File("filter.yaml", "databaseChangeLog:\n  - includeAll: {path: db, filter: %s}\n", 2),
        new File(
            "resourceFilter.yaml",
            "databaseChangeLog:\n  - includeAll:\n      path: db\n      resourceFilter: %s\n",
            4),
        new File(
            "resourcecomparator.yaml",
            "databaseChangeLog:\n  - includeAll:\n      path: db\n      resourcecomparator: %s\n",
            4),
        new File(
            "merged.yaml",
            """
            base: &base
              FILTER: %s
            databaseChangeLog:
              - includeAll:
                  <<: *base
                  path: db
            """,
            2),
        new File(
            "alias.yaml",
            """
            base: &base
              path: db
              filter: %s
            databaseChangeLog:
              - modifyChangeSets:
                  includeAll: *base
            """,
            3),
        new File(
            "list.yaml",
            "databaseChangeLog:\n  - includeAll:\n    - path: db\n    - filter: %s\n",
            4),
        new File(
            "filter.json",
            """
            {"databaseChangeLog": [{"includeAll": {"path": "db",
            "filter": "%s"}}]}
            """,
            2),
        new File("filter.xml", xml("<includeAll path=\"db\" filter=\"%s\"/>"), 4),
        new File("resourceFilter.xml", xml("<includeAll path=\"db\" resourceFilter=\"%s\"/>"), 4),
        new File(
            "resourceComparator.xml",
            xml("<includeAll path=\"db\" resourceComparator=\"%s\"/>"),
            4));
  }

  @ParameterizedTest
  @MethodSource("selections")
  void rejectsAnIncludeAllWithAClass(File file) {
    repository.with(file.name(), file.text().formatted(CUSTOM));
    String attribute =
        file.text()
            .lines()
            .filter(line -> line.contains("%s"))
            .findFirst()
            .orElseThrow()
            .replaceAll(".*?(\\w+)[\":= ]*%s.*", "$1");
    String action =
        attribute.equalsIgnoreCase("resourceComparator")
            ? "Include each file with an include of its own, in the order in which the files have"
                + " to run."
            : "Select the files with endsWithFilter, or include each of them with an include of its"
                + " own.";

    assertThat(repository.failure(file.name()))
        .isEqualTo(
            "%s:%d names the class %s as the %s of an includeAll, but the pipe does not load classes. %s"
                .formatted(file.name(), file.line(), CUSTOM, attribute, action));
  }

  @Test
  void acceptsAnIncludeAllThatSelectsByName() {
    repository.with(
        "changelog.yaml",
        "databaseChangeLog:\n  - includeAll: {path: db, filter: ~, endsWithFilter: .sql}\n");

    assertThat(repository.read("changelog.yaml").changeSets()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"V8", "V9"})
  void computesTheChecksumOfACustomChangeAsLiquibaseDoes(String version) throws Exception {
    CustomChangeWrapper liquibase = new CustomChangeWrapper();
    liquibase.setClass(Ordinary.class.getName());
    liquibase.setParam("table", "t");
    liquibase.setParam("rows", "3");
    CheckSum sum =
        Scope.child(
            Map.of(Scope.Attr.checksumVersion.name(), ChecksumVersion.valueOf(version)),
            () -> CheckSum.compute(liquibase.generateCheckSum() + ":"));
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - customChange:
                    class: %s
                    params:
                      - param: {name: table, value: t}
                      - param: {name: rows, value: 3}
        """
            .formatted(Ordinary.class.getName()));
    ChangeSet read = repository.read("changelog.yaml").changeSets().getFirst();

    assertThat(version.equals("V9") ? Set.of(read.checksum()) : read.acceptedChecksums())
        .contains(sum.toString());
  }
}
