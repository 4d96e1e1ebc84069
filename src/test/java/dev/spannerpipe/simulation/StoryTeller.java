package dev.spannerpipe.simulation;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.simulation.Story.Item;
import dev.spannerpipe.simulation.Story.Variant;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Makes up a changelog and its versions. Each statement's text occurs once, but where a story is
/// about the same text occurring again; and what is done to a table never depends on the order of
/// change sets that a late merge may swap.
final class StoryTeller {
  private final SplittableRandom random;
  private final int versions;
  private final List<Item> items = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();
  private int serial = 20;

  private StoryTeller(SplittableRandom random) {
    this.random = random;
    this.versions = 1 + random.nextInt(3);
  }

  static Story tell(SplittableRandom random) {
    StoryTeller teller = new StoryTeller(random);
    teller.baseTable();
    int count = 2 + random.nextInt(5);
    // Some stories only grow, so that also an older version of them can be run at the end.
    int kinds = random.nextInt(4) == 0 ? 6 : 19;
    for (int i = 0; i < count; i++) {
      teller.chapter(kinds);
    }
    return new Story(List.copyOf(teller.items), teller.versions);
  }

  /// Whether a change set's text has a precondition, runs always, or may fail.
  private record Traits(
      boolean runAlways, boolean failOnError, Optional<Precondition> precondition) {}

  private static final Traits PLAIN = new Traits(false, true, Optional.empty());
  private static final Traits ALWAYS = new Traits(true, true, Optional.empty());

  private void chapter(int kinds) {
    switch (random.nextInt(kinds)) {
      case 0 -> newTable();
      case 1 -> add(since(), PLAIN, rows(table(), 1 + random.nextInt(3)));
      case 2 -> many();
      case 3 -> add(since(), PLAIN, List.of(addColumn(), index()));
      case 4 -> partitioned();
      case 5 -> guarded();
      case 6 -> add(0, ALWAYS, List.of(increase("T1", 1)));
      case 7 -> reindexed();
      case 8, 9, 10 -> corrected();
      case 11 -> editedHead();
      case 12 -> editedTail();
      case 13 -> editedWhole();
      case 14 -> createdAgain();
      case 15 -> mixed();
      case 16 -> tolerated();
      case 17 -> transaction();
      default -> live();
    }
  }

  private int since() {
    return random.nextInt(versions);
  }

  /// Data changes that need several chunks, and a cursor that folds folded lines.
  private void many() {
    List<String> statements = new ArrayList<>();
    int count = 5 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      statements.add(increase("T1", 1));
    }
    add(since(), PLAIN, statements);
  }

  /// Data changes that the changelog commits together, among others.
  private void transaction() {
    List<Step> steps = new ArrayList<>(steps(rows("T1", random.nextInt(2))));
    for (int number = 1; number <= 1 + random.nextInt(2); number++) {
      int id = 10 + ++serial;
      for (String statement : List.of(insert("T1", id), increase("T1", id))) {
        SourceLocation location = new SourceLocation("schema.sql", steps.size() + 2);
        steps.add(new Step.Sql(StatementKind.DML, statement, location, Optional.empty(), number));
      }
    }
    if (random.nextBoolean()) {
      steps.addAll(steps(List.of(increase("T1", 1))));
    }
    addSteps(since(), PLAIN, steps);
  }

  private String name(String prefix) {
    return prefix + ++serial;
  }

  /// A table that is there from the first version on, at least in the version that asks.
  private String table() {
    return tables.getFirst().equals("T1") && random.nextBoolean()
        ? "T1"
        : tables.get(random.nextInt(tables.size()));
  }

  private static String create(String table) {
    return "CREATE TABLE " + table + " (Id INT64 NOT NULL, V INT64, P INT64) PRIMARY KEY (Id)";
  }

  private static String insert(String table, long id) {
    return "INSERT INTO " + table + " (Id, V) VALUES (" + id + ", 0)";
  }

  private String increase(String table, long id) {
    return "UPDATE " + table + " SET V = V + " + ++serial + " WHERE Id = " + id;
  }

  private String addColumn() {
    return "ALTER TABLE " + table() + " ADD COLUMN " + name("C") + " INT64";
  }

  private String index() {
    return "CREATE INDEX " + name("I") + " ON " + table() + " (V)";
  }

  private List<String> rows(String table, int count) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = 10 + ++serial;
      statements.add(insert(table, id));
      statements.add(increase(table, id));
    }
    return statements;
  }

  private void baseTable() {
    tables.add("T1");
    List<String> statements = new ArrayList<>(List.of(create("T1")));
    if (random.nextBoolean()) {
      statements.add(insert("T1", 1));
      add(0, PLAIN, statements);
    } else {
      add(0, PLAIN, statements);
      add(0, PLAIN, List.of(insert("T1", 1), insert("T1", 2), increase("T1", 2)));
    }
  }

  private void newTable() {
    String table = name("T");
    List<String> statements = new ArrayList<>(List.of(create(table)));
    if (random.nextBoolean()) {
      statements.add("CREATE INDEX " + name("I") + " ON " + table + " (V)");
    }
    add(0, PLAIN, statements);
    tables.add(table);
  }

  private void partitioned() {
    String table = name("P");
    int since = since();
    add(since, PLAIN, List.of(create(table), insert(table, 1), insert(table, 2)));
    String fill = "UPDATE " + table + " SET P = " + ++serial + " WHERE P IS NULL";
    List<Step> steps = new ArrayList<>();
    if (random.nextBoolean()) {
      steps.add(step(StatementKind.DDL, index(), 1));
    }
    steps.add(step(StatementKind.PARTITIONED_DML, fill, 2));
    if (random.nextBoolean()) {
      steps.add(step(StatementKind.DML, increase(table, 1), 3));
    }
    addSteps(since, PLAIN, steps);
  }

  private void guarded() {
    boolean holds = random.nextBoolean();
    boolean skips = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      String table = name("G");
      Exists missing = new Exists(table, false, false);
      add(
          since(),
          new Traits(false, true, Optional.of(missing)),
          List.of(create(table), insert(table, 1), "ALTER TABLE " + table + " ADD COLUMN C INT64"));
      return;
    }
    Exists condition = new Exists(holds ? "T1" : "Nowhere", true, skips);
    Item.Fate fate = holds ? Item.Fate.APPLIED : skips ? Item.Fate.SKIPPED : Item.Fate.MARKED;
    Traits traits = new Traits(false, true, Optional.of(condition));
    List<String> statements = List.of(increase("T1", 1), index(), increase("T1", 1));
    addVariants(since(), versions, traits, List.of(steps(statements)), List.of(false), fate);
  }

  /// The same batch each time.
  private void reindexed() {
    String index = name("R");
    List<String> statements = new ArrayList<>();
    if (random.nextBoolean()) {
      statements.add(increase("T1", 1));
    }
    statements.add("DROP INDEX IF EXISTS " + index);
    statements.add("CREATE INDEX " + index + " ON T1 (V)");
    if (random.nextBoolean()) {
      statements.add(increase("T1", 1));
    }
    add(0, ALWAYS, statements);
  }

  private String good(String table) {
    return switch (random.nextInt(3)) {
      case 0 -> "CREATE INDEX " + name("I") + " ON " + table + " (V)";
      case 1 -> "ALTER TABLE " + table + " ADD COLUMN " + name("C") + " INT64";
      default -> increase(table, 1);
    };
  }

  /// A statement that cannot succeed.
  private String bad(String table) {
    return switch (random.nextInt(4)) {
      case 0 -> "CREATE INDEX " + name("B") + " ON Missing (V)";
      case 1 -> "CREATE UNIQUE INDEX " + name("U") + " ON " + table + " (P)";
      case 2 -> "INSERT INTO " + table + " (Id, V) VALUES (1, " + ++serial + ")";
      default -> "UPDATE Missing SET V = V + " + ++serial + " WHERE Id = 1";
    };
  }

  /// A private table whose column `P` is empty twice.
  private String twins(int since) {
    String table = name("W");
    add(since, PLAIN, List.of(create(table), insert(table, 1), insert(table, 2)));
    return table;
  }

  private void corrected() {
    if (versions == 1) {
      mixed();
      return;
    }
    int since = random.nextInt(versions - 1);
    String table = twins(since);
    List<String> before = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      before.add(good(table));
    }
    List<String> wrong = new ArrayList<>(before);
    wrong.add(bad(table));
    wrong.add(good(table));
    List<String> right = new ArrayList<>(before);
    right.add(good(table));
    right.add(wrong.getLast());
    change(since, List.of(steps(wrong), steps(right)), List.of(true, false));
  }

  private void editedHead() {
    if (versions == 1) {
      mixed();
      return;
    }
    int since = random.nextInt(versions - 1);
    String table = twins(since);
    String head = good(table);
    String tail = good(table);
    List<String> first = List.of(head, bad(table), tail);
    List<String> edited = List.of(good(table), tail);
    List<String> repaired = List.of(head, tail);
    change(
        since, List.of(steps(first), steps(edited), steps(repaired)), List.of(true, false, false));
  }

  private void editedTail() {
    if (versions == 1) {
      mixed();
      return;
    }
    int since = random.nextInt(versions - 1);
    String table = twins(since);
    List<String> head = List.of(good(table), good(table));
    List<String> first = new ArrayList<>(head);
    first.add(random.nextBoolean() ? bad(table) : good(table));
    List<String> edited = new ArrayList<>(head);
    if (random.nextBoolean()) {
      edited.add(good(table));
    }
    boolean wrong =
        first.getLast().contains("Missing")
            || first.getLast().contains("UNIQUE")
            || first.getLast().startsWith("INSERT");
    change(since, List.of(steps(first), steps(edited)), List.of(wrong, false));
  }

  private void editedWhole() {
    if (versions == 1) {
      mixed();
      return;
    }
    int since = random.nextInt(versions - 1);
    String table = twins(since);
    List<String> first = new ArrayList<>();
    int count = random.nextBoolean() ? 3 : 6 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      first.add(count == 3 ? good(table) : increase(table, 1));
    }
    List<String> edited = new ArrayList<>(first);
    edited.set(0, count == 3 ? good(table) : increase(table, 1));
    change(since, List.of(steps(first), steps(edited)), List.of(false, false));
  }

  private void createdAgain() {
    String table = name("D");
    int since = since();
    if (random.nextBoolean()) {
      add(since, PLAIN, List.of(create(table), "DROP TABLE " + table, create(table)));
      return;
    }
    boolean apart = random.nextBoolean();
    add(since, PLAIN, List.of(create(table)));
    if (apart) {
      add(since, PLAIN, List.of(increase("T1", 1)));
    }
    add(since, PLAIN, List.of("DROP TABLE " + table));
    if (apart) {
      add(since, PLAIN, List.of(increase("T1", 1)));
    }
    add(since, PLAIN, List.of(create(table)));
  }

  private void mixed() {
    List<String> statements = new ArrayList<>();
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(5)) {
        case 0 -> statements.add(addColumn());
        case 1 -> statements.add(index());
        case 2 -> statements.add("SELECT COUNT(*) FROM T1");
        default -> statements.add(increase("T1", 1));
      }
    }
    add(since(), PLAIN, statements);
  }

  private void tolerated() {
    Traits traits = new Traits(false, false, Optional.empty());
    boolean wrong = random.nextBoolean();
    List<String> statements = List.of(wrong ? bad("T1") : increase("T1", 1));
    if (wrong && statements.getFirst().contains("UNIQUE")) {
      statements = List.of("UPDATE Missing SET V = V + " + ++serial + " WHERE Id = 1");
    }
    addVariants(
        since(),
        versions,
        traits,
        List.of(steps(statements)),
        List.of(false),
        wrong ? Item.Fate.SKIPPED : Item.Fate.APPLIED);
  }

  /// A step whose statement is made from the live schema.
  private void live() {
    String column = name("L");
    String statement = "ALTER TABLE T1 ADD COLUMN " + column + " INT64";
    String question =
        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'T1' AND COLUMN_NAME ="
            + " '"
            + column
            + "'";
    Step live =
        new Step.Live(
            "add " + column,
            new SourceLocation("schema.sql", 1),
            database ->
                "0".equals(database.query(question).getFirst().getFirst())
                    ? List.of(statement)
                    : List.of());
    List<Step> steps = new ArrayList<>();
    List<@Nullable String> effects = new ArrayList<>();
    if (random.nextBoolean()) {
      Step before = steps(List.of(good("T1"))).getFirst();
      steps.add(before);
      effects.add(before.text());
    }
    steps.add(live);
    effects.add(statement);
    if (random.nextBoolean()) {
      Step after = steps(List.of(good("T1"))).getFirst();
      steps.add(after);
      effects.add(after.text());
    }
    ChangeSetId id = nextId();
    Variant variant = new Variant(changeSet(id, 0, PLAIN, steps), effects, false);
    items.add(new Item(id, List.of(variant), byVersion(since(), versions), Item.Fate.APPLIED));
  }

  private static List<Step> steps(List<String> statements) {
    List<Step> steps = new ArrayList<>();
    for (String statement : statements) {
      ToyStatement toy = ToyStatement.parse(statement);
      StatementKind kind =
          toy.isSchemaChange()
              ? StatementKind.DDL
              : toy instanceof ToyStatement.CountRows ? StatementKind.QUERY : StatementKind.DML;
      steps.add(step(kind, statement, steps.size() + 2));
    }
    return steps;
  }

  private static Step step(StatementKind kind, String statement, int line) {
    return new Step.Sql(kind, statement, new SourceLocation("schema.sql", line));
  }

  private void add(int since, Traits traits, List<String> statements) {
    addSteps(since, traits, steps(statements));
  }

  private void addSteps(int since, Traits traits, List<Step> steps) {
    addVariants(since, versions, traits, List.of(steps), List.of(false), Item.Fate.APPLIED);
  }

  /// Adds a change set whose text changes in some version.
  private void change(int since, List<List<Step>> texts, List<Boolean> bad) {
    int changes = since + 1 + random.nextInt(versions - 1 - since);
    addVariants(since, changes, PLAIN, texts, bad, Item.Fate.APPLIED);
  }

  private void addVariants(
      int since,
      int changes,
      Traits traits,
      List<List<Step>> texts,
      List<Boolean> bad,
      Item.Fate fate) {
    ChangeSetId id = nextId();
    List<Variant> variants = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      List<@Nullable String> effects = new ArrayList<>();
      texts.get(i).forEach(step -> effects.add(effect(step)));
      variants.add(new Variant(changeSet(id, i, traits, texts.get(i)), effects, bad.get(i)));
    }
    items.add(new Item(id, List.copyOf(variants), byVersion(since, changes), fate));
  }

  private static @Nullable String effect(Step step) {
    return step.kind() == StatementKind.QUERY ? null : step.text();
  }

  private List<Integer> byVersion(int since, int changes) {
    List<Integer> indexes = new ArrayList<>();
    for (int version = 0; version < versions; version++) {
      indexes.add(version < since ? -1 : version < changes ? 0 : 1);
    }
    return List.copyOf(indexes);
  }

  private ChangeSetId nextId() {
    return new ChangeSetId("schema.sql", "c" + (items.size() + 1), "ann");
  }

  private static ChangeSet changeSet(ChangeSetId id, int variant, Traits traits, List<Step> steps) {
    return new ChangeSet(
        id,
        new SourceLocation("schema.sql", 1),
        "9:" + id.id() + "-" + variant,
        Set.of(),
        false,
        Optional.empty(),
        "sql",
        "",
        null,
        null,
        Optional.empty(),
        traits.runAlways(),
        false,
        traits.failOnError(),
        steps,
        traits.precondition(),
        List.of(),
        List.of());
  }

  /// Asks whether a table is there.
  ///
  /// @param wanted whether it must be there
  /// @param skips what follows where it is not so: left out, or only marked as run
  private record Exists(String table, boolean wanted, boolean skips) implements Precondition {
    @Override
    public boolean needsDatabase() {
      return true;
    }

    @Override
    public boolean needsRows() {
      return false;
    }

    @Override
    public String text() {
      return toString();
    }

    @Override
    public String words() {
      return "only if " + this;
    }

    @Override
    public Outcome check(LiveDatabase database) {
      String count =
          String.valueOf(
              database
                  .query(
                      "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '"
                          + table
                          + "'")
                  .getFirst()
                  .getFirst());
      if (count.equals("1") == wanted) {
        return new Outcome.Run("");
      }
      return skips ? new Outcome.Skip("not so") : new Outcome.MarkRan("not so");
    }
  }
}
