package dev.spannerpipe.testing;

/// One call that a server in front of the emulator received.
///
/// @param number counts the server's calls, from 1
/// @param method the method's short name, such as `Commit`
/// @param ofMethod counts the calls of that method, from 1
/// @param subject what the call is about, for people: statements, tags, operation ids
public record Call(int number, String method, int ofMethod, String subject) {
  @Override
  public String toString() {
    return "%d %s %s".formatted(number, method, subject).strip();
  }
}
