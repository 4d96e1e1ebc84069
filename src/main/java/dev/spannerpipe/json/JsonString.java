package dev.spannerpipe.json;

/// A string.
public record JsonString(String value) implements Json {}
