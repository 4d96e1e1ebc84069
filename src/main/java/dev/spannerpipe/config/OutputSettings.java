package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;

/// The settings for the log and the output files.
///
/// @param name the name of the database, after which the output files are named; `preview` if no
///   database is given
/// @param directory the directory for the output files of runs on this database; absolute
/// @param testResults the directory for the JUnit file; absolute
/// @param checkout the clone directory; symbolic links in it are not followed
/// @param logFormat the format of the log
/// @param json whether to print a command's data as JSON
/// @param debug whether to log more detail
public record OutputSettings(
    String name,
    Path directory,
    Path testResults,
    CloneDirectory checkout,
    LogFormat logFormat,
    boolean json,
    boolean debug) {
  static final String NO_DATABASE = "preview";
}
