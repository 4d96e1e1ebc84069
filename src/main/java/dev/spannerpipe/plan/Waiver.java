package dev.spannerpipe.plan;

/// A comment line of a change set that silences a rule of the preview: `spanner-pipe: allow SP203
/// the table is small`. It changes nothing about what may run.
///
/// @param rule the rule's id as it is written; a rule with this id need not exist
/// @param reason why the rule does not matter here; never blank
/// @param location the change set
public record Waiver(String rule, String reason, SourceLocation location) {}
