package dev.spannerpipe.json;

/// The JSON null value.
public record JsonNull() implements Json {}
