package dev.spannerpipe.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Writes each event as one line to `record.jsonl` as soon as it happens.
///
/// Lines are only appended, never removed: a run must not destroy the lines of an earlier run in
/// the same step, or of an earlier step that passed the file on. Two runs may also write to the
/// file at the same time. Each line has the id of its run, and each run begins a new hash chain. So
/// the runs in one file can be separated and checked.
///
/// If a line cannot be written, a [ConfigurationFailure] is thrown. All later lines are dropped
/// without a failure, so that the run can still end in order. For example, it still releases the
/// lease (its right to change the database).
public final class RecordFile implements EventListener, AutoCloseable {
  private static final String NAME = "record.jsonl";

  private final Path file;
  private final OutputStream out;
  private boolean broken;

  private RecordFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /// Opens the file in the directory. Throws a [ConfigurationFailure] if it cannot be written.
  public static RecordFile open(OutputDirectory directory) {
    Path file = directory.path().resolve(NAME);
    try {
      return new RecordFile(file, directory.append(NAME));
    } catch (IOException problem) {
      throw OutputDirectory.failure("open the record file " + file, problem);
    }
  }

  /// Returns the path of the file.
  public Path path() {
    return file;
  }

  @Override
  public void on(RecordedEvent event) {
    if (broken) {
      return;
    }
    try {
      // One write per line and no buffer, so that a killed process leaves only whole lines.
      out.write((event.line() + "\n").getBytes(UTF_8));
    } catch (IOException problem) {
      broken = true;
      throw OutputDirectory.failure("write to the record file " + file, problem);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException problem) {
      throw OutputDirectory.failure("close the record file " + file, problem);
    }
  }
}
