package dev.spannerpipe.json;

/// A truth value.
public record JsonBoolean(boolean value) implements Json {}
