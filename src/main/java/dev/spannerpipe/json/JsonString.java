package dev.spannerpipe.json;

/// A JSON string.
public record JsonString(String value) implements Json {}
