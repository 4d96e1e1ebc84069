package dev.spannerpipe.plan.review;

import java.util.List;

/// Why a plan may not run: it is not the reviewed plan.
///
/// @param warnings the differences, one line for each, and at the end how many more there are
/// @param description what was tried, and why it failed
/// @param action what the user should do next
public record PlanRejection(List<String> warnings, String description, String action) {
  public PlanRejection {
    warnings = List.copyOf(warnings);
  }
}
