package dev.spannerpipe.json;

/// A JSON boolean.
public record JsonBoolean(boolean value) implements Json {}
