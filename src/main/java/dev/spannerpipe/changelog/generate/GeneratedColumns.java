package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.change.ColumnConfig;
import liquibase.change.ConstraintsConfig;
import liquibase.statement.DatabaseFunction;
import org.jspecify.annotations.Nullable;

/// Generates the SQL of generated and identity columns. Liquibase has no attributes for these
/// columns. A changelog has the clause in `defaultValueComputed`, or has the whole definition of
/// the column in `name` and sets `computed: true`.
///
/// The clause of a generated column is `AS (…)` in GoogleSQL and `GENERATED ALWAYS AS (…)` in
/// PostgreSQL. In the changelog, both spellings are accepted for both dialects.
final class GeneratedColumns {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final String GENERATED = "(?:GENERATED\\s+ALWAYS\\s+)?AS\\s*(?<expression>\\(.*)";
  private static final Pattern CLAUSE = Pattern.compile(GENERATED, FLAGS);
  private static final Pattern IDENTITY =
      Pattern.compile("GENERATED\\s+BY\\s+DEFAULT\\s+AS\\s+IDENTITY\\b.*", FLAGS);
  private static final Pattern COLUMN = Pattern.compile("(?<start>\\S.*?)\\s+" + GENERATED, FLAGS);
  private static final Pattern VIRTUAL = Pattern.compile("\\)\\s*VIRTUAL\\s*$", FLAGS);

  private final Dialect dialect;

  GeneratedColumns(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Returns the clause of a generated or identity column that a default value contains; empty if
  /// the default value contains no such clause.
  Optional<String> clause(@Nullable Object defaultValue) {
    if (!(defaultValue instanceof DatabaseFunction function) || function.getValue() == null) {
      return Optional.empty();
    }
    String text = function.getValue().strip();
    Matcher generated = CLAUSE.matcher(text);
    return generated.matches()
        ? Optional.of(clause(generated))
        : Optional.of(text).filter(each -> IDENTITY.matcher(each).matches());
  }

  private String clause(Matcher generated) {
    String expression = generated.group("expression");
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        ? "AS " + VIRTUAL.matcher(expression).replaceFirst(")")
        : "GENERATED ALWAYS AS " + expression;
  }

  /// Returns the definition of a column whose `name` contains the whole definition.
  String column(ColumnConfig column) {
    String name = Names.required("column name", column.getName()).strip();
    Matcher definition = COLUMN.matcher(name);
    if (!definition.matches()) {
      throw new UnsupportedChangeException(
          "its computed column " + name + " has no expression",
          "Write the whole column into its name, as in \"%s\"".formatted(example()));
    }
    if (column.getType() != null
        || column.getDefaultValueObject() != null
        || hasConstraints(column.getConstraints())) {
      throw new UnsupportedChangeException(
          "its computed column "
              + name
              + " has a type, default or constraint beside its definition",
          "Keep only name and computed, and write the rest into the name");
    }
    return definition.group("start") + " " + clause(definition);
  }

  private String example() {
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        ? "total INT64 AS (price * amount) STORED"
        : "total bigint GENERATED ALWAYS AS (price * amount) STORED";
  }

  private static boolean hasConstraints(@Nullable ConstraintsConfig constraints) {
    return constraints != null
        && (Boolean.TRUE.equals(constraints.isPrimaryKey())
            || Boolean.FALSE.equals(constraints.isNullable())
            || constraints.getForeignKeyName() != null
            || constraints.getReferences() != null);
  }
}
