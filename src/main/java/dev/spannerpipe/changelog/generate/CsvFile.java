package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.changelog.source.RepositoryFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.util.csv.CSVReader;
import org.jspecify.annotations.Nullable;

/// A data file of `loadData`. It is read line by line, in the same way as by Liquibase.
final class CsvFile {
  /// The maximum number of lines that [#refuseRowsAfter] reads.
  private static final int MOST_EMPTY_LINES = 1_000;

  private final CSVReader reader;
  private final String file;
  private final String comment;
  private final List<String> headers;
  private final Map<Integer, LoadDataColumnConfig> columns = new TreeMap<>();

  /// The number of the line after the last row that was read, counted from 1.
  private int following;

  private CsvFile(CSVReader reader, String file, String comment, List<String> headers) {
    this.reader = reader;
    this.file = file;
    this.comment = comment;
    this.headers = headers;
    this.following = 1 + lines(headers);
  }

  /// A row of the file.
  ///
  /// @param number the number of the row's first line, counted from 1; a quoted value may span
  ///   several lines
  record Line(int number, List<String> cells) {}

  static CsvFile open(LoadDataChange change, @Nullable CSVReader reader, String file)
      throws IOException {
    if (reader == null) {
      throw new UnsupportedChangeException(
          "it names the file " + file + ", which does not exist", "Add the file");
    }
    String[] headers = reader.readNext();
    if (headers == null) {
      throw new UnsupportedChangeException(
          "its file " + file + " is empty", "Name the columns in its first line");
    }
    String start = change.getCommentLineStartsWith();
    CsvFile csv = new CsvFile(reader, file, start == null ? "" : start, List.of(headers));
    for (int index = 0; index < headers.length; index++) {
      csv.columns.put(index, configuration(change, index, headers[index].strip()));
    }
    return csv;
  }

  /// Returns the data file's path in the repository.
  static String path(LoadDataChange change) {
    return RepositoryFiles.inRepository(fromSearchPath(change));
  }

  private static String fromSearchPath(LoadDataChange change) {
    String file = Names.required("file", change.getFile()).replace('\\', '/');
    if (!Boolean.TRUE.equals(change.isRelativeToChangelogFile())) {
      return file;
    }
    String changelog = change.getChangeSet().getChangeLog().getPhysicalFilePath();
    int slash = changelog.lastIndexOf('/');
    return slash < 0 ? file : changelog.substring(0, slash + 1) + file;
  }

  private static LoadDataColumnConfig configuration(
      LoadDataChange change, int index, String header) {
    for (LoadDataColumnConfig column : change.getColumns()) {
      if ((column.getIndex() != null && column.getIndex() == index)
          || header.equalsIgnoreCase(column.getHeader())
          || (column.getHeader() == null && header.equalsIgnoreCase(column.getName()))) {
        return column;
      }
    }
    return new LoadDataColumnConfig();
  }

  String file() {
    return file;
  }

  List<String> headers() {
    return headers;
  }

  LoadDataColumnConfig column(int index) {
    LoadDataColumnConfig column = columns.get(index);
    return column == null ? new LoadDataColumnConfig() : column;
  }

  /// Returns the name of the table's column into which a column of the file is loaded.
  String name(int index) {
    String name = column(index).getName();
    return name == null ? headers.get(index).strip() : name;
  }

  /// Returns the next row; null at the end of the file.
  @Nullable Line next() throws IOException {
    String[] cells = reader.readNext();
    while (cells != null && isEmpty(cells)) {
      following += lines(Arrays.asList(cells));
      cells = reader.readNext();
    }
    int number = following;
    following += cells == null ? 0 : lines(Arrays.asList(cells));
    if (cells != null && cells.length != headers.size()) {
      throw new UnsupportedChangeException(
          String.format(
              Locale.ROOT,
              "line %d of its file %s has %d values, but the first line names %d columns",
              number,
              file,
              cells.length,
              headers.size()),
          "Correct the line; a value that contains a separator needs quotes");
    }
    if (cells == null) {
      refuseRowsAfter(number);
      return null;
    }
    return new Line(number, Arrays.asList(cells));
  }

  /// Rejects a file with rows after an empty line. Liquibase silently ignores these rows, because
  /// the reader that it uses returns the same result for an empty line as for the end of the file.
  private void refuseRowsAfter(int emptyLine) throws IOException {
    for (int further = 0; further < MOST_EMPTY_LINES; further++) {
      if (reader.readNext() != null) {
        throw new UnsupportedChangeException(
            String.format(
                Locale.ROOT,
                "line %d of its file %s is empty, and Liquibase ignores all lines after it",
                emptyLine,
                file),
            "Remove the empty line");
      }
    }
  }

  /// Returns the number of lines of the file that a row spans.
  private static int lines(List<String> cells) {
    long breaks =
        cells.stream().mapToLong(cell -> cell.chars().filter(c -> c == '\n').count()).sum();
    return 1 + (int) breaks;
  }

  private boolean isEmpty(String[] cells) {
    return cells.length == 0
        || (cells.length == 1 && cells[0].isBlank())
        || (!comment.isEmpty() && cells[0].startsWith(comment));
  }
}
