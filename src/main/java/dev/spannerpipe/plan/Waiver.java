package dev.spannerpipe.plan;

/// A comment line of a change set that silences a rule of the preview: `spanner-pipe: allow SP203
/// the table is small`. A waiver does not change what may run.
///
/// @param rule the id of the rule, as written; there may be no rule with this id
/// @param reason the reason why the rule does not matter here; never blank
/// @param location where the change set is
public record Waiver(String rule, String reason, SourceLocation location) {}
