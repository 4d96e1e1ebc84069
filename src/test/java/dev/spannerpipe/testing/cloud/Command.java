package dev.spannerpipe.testing.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A command with its flags: `--flag=value` to Google's command line, `--flag value` to AWS's.
final class Command {
  private final String name;
  private final String resource;
  private final Map<String, String> flags = new LinkedHashMap<>();

  /// Reads it as a shell would.
  Command(String line) {
    List<String> words = ShellWords.of(line);
    List<String> plain = words.stream().takeWhile(word -> !word.startsWith("--")).toList();
    boolean google = words.getFirst().equals("gcloud");
    name = String.join(" ", google ? plain.subList(0, plain.size() - 1) : plain);
    resource = google ? plain.getLast() : "";
    List<String> rest = words.subList(plain.size(), words.size());
    if (google) {
      rest.forEach(
          word -> put(word.replaceFirst("(?s)=.*", ""), word.replaceFirst("^[^=]*=?", "")));
    } else {
      for (int i = 0; i < rest.size(); i += 2) {
        put(rest.get(i), rest.get(i + 1));
      }
    }
  }

  private void put(String flag, String value) {
    if (!flag.matches("--[a-z-]+") || flags.put(flag, value) != null) {
      throw new IllegalArgumentException("no flag, or one that was given before: " + flag);
    }
  }

  /// Returns it without what it is about.
  String name() {
    return name;
  }

  /// Checks that it is about this resource, and that there are no other flags than these.
  void only(String wanted, Set<String> known) {
    if (!resource.equals(wanted)) {
      throw new IllegalArgumentException("not found: " + resource);
    }
    Stream<String> unknown = flags.keySet().stream().filter(flag -> !known.contains(flag));
    unknown.forEach(
        flag -> {
          throw new IllegalArgumentException("unrecognized arguments: " + flag);
        });
  }

  /// Returns the value of a flag that must be there.
  String flag(String flag) {
    if (!flags.containsKey(flag)) {
      throw new IllegalArgumentException("required argument " + flag);
    }
    return String.valueOf(flags.get(flag));
  }

  /// Checks that it is about a resource that is there.
  void require(String flag, String value) {
    if (!flag(flag).equals(value)) {
      throw new IllegalArgumentException("not found: " + flag + " " + flag(flag));
    }
  }

  void ifGiven(String flag, Consumer<String> use) {
    if (flags.containsKey(flag)) {
      use.accept(flag(flag));
    }
  }
}
