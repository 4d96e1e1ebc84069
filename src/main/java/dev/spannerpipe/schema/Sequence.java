package dev.spannerpipe.schema;

/// A sequence.
///
/// @param options further options
public record Sequence(ObjectName name, SequenceProperties properties, ObjectOptions options)
    implements SchemaObject {}
