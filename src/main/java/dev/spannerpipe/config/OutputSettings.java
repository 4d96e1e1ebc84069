package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;

/// The settings for the log and the output files.
///
/// @param directory the directory for the output files of this database; absolute
/// @param testResults the directory for the JUnit file; absolute
/// @param checkout the clone directory; symbolic links in it are not followed
/// @param logFormat the format of the log
/// @param json whether the data that a command prints is JSON
/// @param debug whether more detail is logged
public record OutputSettings(
    Path directory,
    Path testResults,
    CloneDirectory checkout,
    LogFormat logFormat,
    boolean json,
    boolean debug) {}
