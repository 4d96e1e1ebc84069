package dev.spannerpipe.json;

/// A JSON number; only integers are supported.
public record JsonNumber(long value) implements Json {}
