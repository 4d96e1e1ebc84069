package dev.spannerpipe.json;

/// A JSON number that is whole.
public record JsonNumber(long value) implements Json {}
