package dev.spannerpipe.json;

/// The null value.
public record JsonNull() implements Json {}
