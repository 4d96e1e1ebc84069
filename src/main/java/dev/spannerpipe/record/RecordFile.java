package dev.spannerpipe.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Writes each event as one line to `record.jsonl` as soon as it happened.
///
/// Lines are appended and nothing is ever taken away: a second run in the same step, or in a
/// directory that a build handed on, must not destroy the evidence of the first, and two runs at
/// the same time must not disturb each other. Each line names its run, and each run's chain begins
/// anew, so the runs of one file can be told apart and checked.
///
/// A line that cannot be written is a [ConfigurationFailure], once: what the run does afterwards to
/// end in order, such as giving the lease back, is not hindered by it again.
public final class RecordFile implements EventListener, AutoCloseable {
  private static final String NAME = "record.jsonl";

  private final Path file;
  private final OutputStream out;
  private boolean broken;

  private RecordFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /// Opens the file in the directory, which shows whether it can be written.
  public static RecordFile open(OutputDirectory directory) {
    Path file = directory.path().resolve(NAME);
    try {
      return new RecordFile(file, directory.append(NAME));
    } catch (IOException problem) {
      throw OutputDirectory.failure("open the record file " + file, problem);
    }
  }

  /// Returns where it is.
  public Path path() {
    return file;
  }

  @Override
  public void on(RecordedEvent event) {
    if (broken) {
      return;
    }
    try {
      // One write per line and no buffer, so that a killed process leaves whole lines.
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
