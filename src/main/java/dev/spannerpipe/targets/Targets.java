package dev.spannerpipe.targets;

import java.util.List;

/// What a parameters file contains.
///
/// @param values at most one value for each variable
/// @param otherKeys the keys of outputs or members that set no variable, in the order of the file
/// @param problems why the file cannot be used; empty if it can be used
/// @param warnings what is probably a mistake, each as a clause that can follow the name of the
///   file; without a full stop
public record Targets(
    List<TargetValue> values,
    List<String> otherKeys,
    List<TargetProblem> problems,
    List<String> warnings) {
  public Targets {
    values = List.copyOf(values);
    otherKeys = List.copyOf(otherKeys);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
