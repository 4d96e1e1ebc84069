package dev.spannerpipe.failure;

import java.io.Serializable;

/// A problem at a place in the repository that a failure reports.
///
/// @param file the file's path, relative to the directory of the search path that contains the file
/// @param line counted from 1; 0 if it is not known
/// @param description what is wrong, without a full stop at the end
/// @param action what to write instead, an imperative sentence without a full stop at the end
public record LocatedProblem(String file, int line, String description, String action)
    implements Serializable {}
