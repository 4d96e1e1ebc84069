package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;

/// Where and how results are written.
///
/// @param directory the absolute folder for the output files of this database
/// @param testResults the folder of the JUnit file; absolute
/// @param checkout the clone directory; symbolic links in it are not followed
/// @param logFormat how the log is written
/// @param json whether data is printed as JSON
/// @param debug whether more detail is shown
public record OutputSettings(
    Path directory,
    Path testResults,
    CloneDirectory checkout,
    LogFormat logFormat,
    boolean json,
    boolean debug) {}
