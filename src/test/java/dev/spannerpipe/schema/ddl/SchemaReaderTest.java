package dev.spannerpipe.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.schema.effect.ModelText;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaReaderTest {
  private static final Path FOLDER = Path.of("src/test/resources/schema");

  static String file(Dialect dialect, String extension) {
    String name = dialect == Dialect.POSTGRESQL ? "postgresql" : "googlesql";
    try {
      return Files.readString(FOLDER.resolve(name + extension));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns a DDL with every kind of object, in the words of the server.
  static List<String> ddl(Dialect dialect) {
    return Arrays.stream(file(dialect, ".sql").split(";\n", -1))
        .filter(statement -> !statement.isBlank())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void readsADdlOfEveryKindOfObject(Dialect dialect) {
    SchemaModel model = SchemaReader.read(dialect, ddl(dialect));

    assertThat(ddl(dialect)).hasSizeGreaterThanOrEqualTo(60);
    assertThat(ModelText.of(model)).isEqualTo(file(dialect, ".txt"));
  }

  @Test
  void keepsAsTextWhatItDoesNotUnderstand() {
    SchemaModel model =
        SchemaReader.read(
            Dialect.GOOGLE_STANDARD_SQL,
            List.of("CREATE  CATALOG x", "ALTER TABLE gone ADD c INT64", ""));

    assertThat(model.objects(UnknownObject.class))
        .extracting(object -> object.text().text())
        .containsExactly("CREATE CATALOG x", "ALTER TABLE gone ADD c INT64", "");
  }

  /// Statements that are cut, doubled and mixed anywhere are still read.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void neverThrows(Dialect dialect) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> statements = ddl(dialect);
    for (int i = 0; i < 20_000; i++) {
      SchemaModel model = SchemaModel.empty(dialect);
      for (int n = 0; n < 3; n++) {
        model = SchemaStatements.apply(model, damaged(random, statements));
      }
      assertThat(model.objects()).isNotEmpty();
      StatementFacts.of(SchemaModel.empty(dialect), List.of(damaged(random, statements)));
    }
  }

  private static String damaged(SplittableRandom random, List<String> statements) {
    List<String> words =
        new ArrayList<>(
            List.of(
                statements.get(random.nextInt(statements.size())).split("(?<=\\W)|(?=\\W)", -1)));
    for (int i = random.nextInt(4); i > 0 && !words.isEmpty(); i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> words.subList(at, words.size()).clear();
        default ->
            words.addAll(
                at,
                List.of(
                    statements
                        .get(random.nextInt(statements.size()))
                        .split("(?<=\\W)|(?=\\W)", -1)));
      }
    }
    return String.join("", words);
  }
}
