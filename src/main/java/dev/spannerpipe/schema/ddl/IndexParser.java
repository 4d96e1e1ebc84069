package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Index.IndexTraits;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.ObjectOptions;
import dev.spannerpipe.sql.SourceToken;
import dev.spannerpipe.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `CREATE INDEX` of every kind, after the index's name.
final class IndexParser {
  private final TokenReader reader;
  private final List<Name> storing = new ArrayList<>();
  private final List<Name> partitionBy = new ArrayList<>();
  private final List<KeyPart> orderBy = new ArrayList<>();
  private Optional<SqlFragment> where = Optional.empty();
  private Optional<Name> interleavedIn = Optional.empty();
  private ObjectOptions options = ObjectOptions.NONE;

  private IndexParser(TokenReader reader) {
    this.reader = reader;
  }

  /// Reads the index with this name.
  ///
  /// @param head the statement's head
  static Index read(TokenReader reader, StatementHead head) {
    reader.take("on");
    reader.takeCondition();
    Name table = reader.name();
    reader.take("using", "btree");
    List<KeyPart> columns = ConstraintParser.keyParts(reader);
    IndexParser parser = new IndexParser(reader);
    while (!reader.atEnd()) {
      parser.clause();
    }
    return new Index(
        new ObjectName(head.kind(), head.name()),
        table,
        columns,
        parser.storing,
        new IndexTraits(
            head.has("unique"),
            head.has("null_filtered"),
            parser.where,
            parser.interleavedIn,
            parser.partitionBy,
            parser.orderBy,
            parser.options));
  }

  private void clause() {
    if (reader.take("storing") || reader.take("include")) {
      storing.addAll(reader.names());
    } else if (reader.take("interleave", "in")) {
      interleavedIn = Optional.of(reader.name());
    } else if (reader.take("where")) {
      where = Optional.of(reader.fragment(reader.until(this::startsClause)));
    } else if (reader.take("partition", "by")) {
      for (List<SourceToken> column : list()) {
        partitionBy.add(reader.over(column).name());
      }
    } else if (reader.take("order", "by")) {
      orderBy.addAll(ConstraintParser.keyParts(reader, list()));
    } else if (reader.take("options") || reader.take("with")) {
      options = options.with(OptionsParser.parentheses(reader));
    } else {
      reader.skip();
    }
  }

  private List<List<SourceToken>> list() {
    return reader.split(reader.until(this::startsClause));
  }

  private boolean startsClause() {
    return reader.isAny("storing", "include", "where")
        || reader.is("interleave", "in")
        || reader.is("partition", "by")
        || reader.is("order", "by")
        || reader.opens("options")
        || reader.opens("with");
  }
}
