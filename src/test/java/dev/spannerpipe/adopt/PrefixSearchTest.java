package dev.spannerpipe.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.ObjectName;
import org.junit.jupiter.api.Test;

/// Which prefixes of a changelog fit a database.
class PrefixSearchTest {
  private static final String A =
      "CREATE TABLE A (Id INT64 NOT NULL, Name STRING(20)) PRIMARY KEY (Id)";
  private static final String B = "CREATE TABLE B (Id INT64 NOT NULL) PRIMARY KEY (Id)";
  private static final String C = "CREATE TABLE C (Id INT64 NOT NULL) PRIMARY KEY (Id)";
  private static final String MODEL = "CREATE MODEL M INPUT (a INT64) OUTPUT (b INT64) REMOTE";

  @Test
  void findsThePrefixThatMakesTheSameSchema() {
    assertThat(Replayed.against(A, B).then(A).then(B).then(C).candidates()).containsExactly(2);
  }

  @Test
  void doesNotMindTheOrderOfObjectsAndColumns() {
    Replayed search =
        Replayed.against(B, "CREATE TABLE A (Name STRING(20), Id INT64 NOT NULL) PRIMARY KEY (Id)");

    assertThat(search.then(A).then(B).candidates()).containsExactly(2);
  }

  @Test
  void findsEachPrefixThatDiffersOnlyInDataChanges() {
    assertThat(Replayed.against(A).then().then(A).then().then().then(B).candidates())
        .containsExactly(2, 3, 4);
  }

  @Test
  void findsEachPrefixAfterWhichTheSchemaIsTheSameAgain() {
    Replayed search = Replayed.against(A);

    assertThat(search.then(A).then(B).then("DROP TABLE B").candidates()).containsExactly(1, 3);
  }

  @Test
  void namesTheColumnThatWasChangedByHand() {
    Replayed search =
        Replayed.against(A.replace("STRING(20)", "STRING(30)"), B).then(A).then(B).then(C);

    assertThat(search.candidates()).isEmpty();
    assertThat(search.nearest()).isEqualTo(2);
    assertThat(search.differences()).containsExactly("Changed column Name of A");
  }

  @Test
  void namesTheOptionThatDiffers() {
    String option = ", OPTIONS (locality_group = 'fast')";
    Replayed search = Replayed.against(A + option).then(A).then(B);

    assertThat(search.candidates()).isEmpty();
    assertThat(search.nearest()).isEqualTo(1);
    assertThat(search.differences()).containsExactly("Changed table A");
  }

  @Test
  void namesAnIndexThatTheChangelogDoesNotHave() {
    Replayed search = Replayed.against(A, "CREATE INDEX ByName ON A (Name)").then(A).then(B);

    assertThat(search.candidates()).isEmpty();
    assertThat(search.nearest()).isEqualTo(1);
    assertThat(search.differences()).containsExactly("Added index ByName");
  }

  @Test
  void namesTheTableOfAChangeSetBetweenTwoOthersThatNeverRan() {
    Replayed search = Replayed.against(A, C).then(A).then(B).then(C);

    assertThat(search.candidates()).isEmpty();
    assertThat(search.nearest()).isEqualTo(3);
    assertThat(search.differences()).containsExactly("Dropped table B");
  }

  @Test
  void takesTheLongestOfThePrefixesThatAreEquallyNear() {
    Replayed search = Replayed.against(A.replace("20", "30")).then(A).then().then().then(B);

    assertThat(search.nearest()).isEqualTo(3);
  }

  @Test
  void leavesOutTheTablesOfThePipeAndOfOtherTools() {
    Replayed search =
        Replayed.against(
            A,
            "CREATE TABLE DATABASECHANGELOG (ID STRING(255) NOT NULL) PRIMARY KEY (ID)",
            "CREATE TABLE SPANNER_PIPE_LEASE (LeaseId INT64 NOT NULL) PRIMARY KEY (LeaseId)",
            "CREATE TABLE SchemaMigrations (Version INT64 NOT NULL, Dirty BOOL NOT NULL) PRIMARY KEY (Version)",
            "CREATE TABLE goose_db_version (version_id INT64 NOT NULL, is_applied BOOL NOT NULL, tstamp TIMESTAMP) PRIMARY KEY (version_id)",
            "CREATE TABLE flyway_schema_history (installed_rank INT64 NOT NULL, version STRING(50), description STRING(200), type STRING(20), script STRING(1000), checksum INT64, success BOOL NOT NULL) PRIMARY KEY (installed_rank DESC)",
            "CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success)");

    assertThat(search.then(A).then(B).candidates()).containsExactly(1);
  }

  @Test
  void comparesATableThatOnlyHasTheNameOfAToolsTable() {
    String own = "CREATE TABLE SchemaMigrations (Id INT64 NOT NULL) PRIMARY KEY (Id)";

    assertThat(Replayed.against(A, own).then(A).differences())
        .containsExactly("Added table SchemaMigrations");
    assertThat(Replayed.against(A, own).then(A).then(own).candidates()).containsExactly(2);
  }

  @Test
  void doesNotMindTheNamesThatTheDatabaseMadeUp() {
    String child =
        "CREATE TABLE D (Id INT64 NOT NULL, A INT64, %sFOREIGN KEY (A) REFERENCES A (Id)) PRIMARY KEY (Id)";
    Replayed search =
        Replayed.against(
            A,
            child.formatted("CONSTRAINT FK_D_A_0123456789ABCDEF_1 "),
            "CREATE INDEX IDX_D_A_0123456789ABCDEF ON D (A)");

    assertThat(search.then(A).then(child.formatted("")).candidates()).containsExactly(2);
  }

  @Test
  void countsAnObjectAsEqualThatTheEmulatorCannotHoldIfItsTextIs() {
    Replayed search = Replayed.against(A, MODEL).then(A).notReplayed(MODEL).then(B);

    assertThat(search.candidates()).containsExactly(2);
    assertThat(search.found().candidates().getFirst().notReplayed())
        .extracting(ObjectName::toString)
        .containsExactly("model M");
  }

  @Test
  void takesAPrefixThatDiffersOnlyInWhatTheEmulatorCannotHoldIfNoneIsEqual() {
    Replayed search =
        Replayed.against(A, MODEL.replace("INT64", "FLOAT64")).then(A).notReplayed(MODEL).then(B);

    assertThat(search.candidates()).containsExactly(1, 2);
    assertThat(search.found().candidates())
        .allSatisfy(prefix -> assertThat(prefix.differences().replayed()).isEmpty())
        .allSatisfy(prefix -> assertThat(prefix.differences().unchecked()).hasSize(1));
  }

  @Test
  void prefersAnEqualPrefixToOneThatDiffersInWhatTheEmulatorCannotHold() {
    Replayed search = Replayed.against(A).then(A).notReplayed(MODEL);

    assertThat(search.candidates()).containsExactly(1);
  }

  @Test
  void comparesAnEmulatorWithWhatTheEmulatorOfTheReplayWrites() {
    String search = "CREATE SEARCH INDEX S ON A (Words) PARTITION BY Id";
    String words = A.replace(")) ", "), Words TOKENLIST AS (TOKENIZE_FULLTEXT(Name)) HIDDEN) ");
    String written = words.replace(" HIDDEN", " STORED");
    String index = "CREATE INDEX S ON A (Words)";
    Replayed replayed = Replayed.againstEmulator(written, index);

    replayed.thenPrints(words, written).thenPrints(search, written, index);

    assertThat(replayed.thenPrints(B, written, index, B).candidates()).containsExactly(2);
  }

  @Test
  void findsTheIndexOfAnEmulatorThatDiffers() {
    String index = "CREATE INDEX ByName ON A (Name)";
    Replayed search = Replayed.againstEmulator(A, index.replace("INDEX", "UNIQUE INDEX"));

    assertThat(search.then(A).then(index).differences()).containsExactly("Changed index ByName");
  }

  @Test
  void comparesOnlyTheLastPrefixIfItIsAskedFor() {
    Replayed search = Replayed.against(A).then(A).then();

    assertThat(search.only(2).candidates()).extracting(Prefix::count).containsExactly(2);
    assertThat(search.only(2).nearest().orElseThrow().count()).isEqualTo(2);
    assertThat(search.then(B).only(3).candidates()).isEmpty();
    assertThat(search.only(3).nearest().orElseThrow().differences().all()).hasSize(1);
  }
}
