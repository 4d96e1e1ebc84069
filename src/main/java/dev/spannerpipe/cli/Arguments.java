package dev.spannerpipe.cli;

import dev.spannerpipe.config.Command;
import dev.spannerpipe.config.ValueType;
import dev.spannerpipe.config.Variable;
import dev.spannerpipe.config.Variables;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.run.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Parses the command line. Bitbucket runs a pipe without arguments, so this class and Picocli are
/// loaded only if there are arguments.
final class Arguments {
  private static final String COMMAND = "COMMAND";
  private static final int WIDTH = 100;

  private final Optional<Command> command;
  private final List<String> options;

  private Arguments(String[] arguments) {
    this.command = arguments.length == 0 ? Optional.empty() : Command.of(arguments[0]);
    this.options = Arrays.asList(arguments).subList(command.isPresent() ? 1 : 0, arguments.length);
  }

  /// Returns what the arguments request. Throws a [ConfigurationFailure] if they are not valid.
  static Invocation parse(String... arguments) {
    return new Arguments(arguments).parse();
  }

  private Invocation parse() {
    CommandLine line = new CommandLine(spec());
    // The entry script would not see an option in a file, such as --heap.
    line.setExpandAtFiles(false);
    line.setUsageHelpWidth(WIDTH).setUsageHelpLongOptionsMaxWidth(40);
    try {
      ParseResult result = line.parseArgs(options.toArray(String[]::new));
      if (result.isUsageHelpRequested()) {
        return new Invocation.Print(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
      }
      if (result.isVersionHelpRequested()) {
        return new Invocation.Print("spanner-pipe " + Version.current() + "\n");
      }
      return run(result);
    } catch (UnmatchedArgumentException unmatched) {
      throw unknown(unmatched.getUnmatched().getFirst());
    } catch (ParameterException wrong) {
      throw new ConfigurationFailure(
              "Could not read the command line: " + wrong.getMessage(),
              "Correct the command line; --help lists all options")
          .causedBy(wrong);
    }
  }

  private Invocation run(ParseResult result) {
    Map<String, List<String>> values = new HashMap<>();
    command.ifPresent(given -> values.put(COMMAND, List.of(given.word())));
    for (OptionSpec option : result.matchedOptions()) {
      if (option.userObject() instanceof Variable<?> variable) {
        values.put(variable.name(), option.stringValues());
      }
    }
    return new Invocation.Run(values, result.hasMatchedOption("--json"));
  }

  private ConfigurationFailure unknown(String argument) {
    if (argument.startsWith("-")) {
      return new ConfigurationFailure(
          "Could not read the command line: "
              + command.map(Command::word).orElse("the pipe")
              + " has no option "
              + argument,
          "Correct the command line; --help lists all options");
    }
    String words = String.join(", ", Command.allAvailable().stream().map(Command::word).toList());
    return new ConfigurationFailure(
        "Could not read the command line: there is no command \"" + argument + "\" at this place",
        "Put one of " + words + " first, then options");
  }

  private CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.create()
            .name("spanner-pipe " + command.map(Command::word).orElse("[command]"))
            .addOption(helpOption())
            .addOption(versionOption());
    if (command.map(Command::printsData).orElse(true)) {
      spec.addOption(jsonOption());
    }
    groups().forEach((group, members) -> spec.addArgGroup(argGroup(group, members)));
    spec.usageMessage()
        .description(description())
        .sortOptions(false)
        .synopsisHeading("Usage: ")
        .customSynopsis(
            "spanner-pipe " + command.map(Command::word).orElse("[command]") + " [options]")
        .footer(footer());
    return spec;
  }

  private String[] description() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (command.isPresent()) {
      lines.add(sentence(command.get()));
    } else {
      lines.add("Applies versioned Cloud Spanner schema migrations, crash-safely and on record.");
      lines.add("");
      lines.add("Commands:");
      Command.allAvailable().stream().map(Arguments::commandLine).forEach(lines::add);
    }
    lines.add("");
    lines.add(
        "Each option can also be set as a variable (--output-dir as OUTPUT_DIR). An option overrides"
            + " its variable.");
    lines.add("");
    return lines.toArray(String[]::new);
  }

  private static String commandLine(Command command) {
    return "  " + command.word() + " ".repeat(12 - command.word().length()) + sentence(command);
  }

  private static String sentence(Command command) {
    String sentence = command.sentence();
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
  }

  private static String[] footer() {
    return new String[] {
      "",
      "Exit codes: 0 done, 1 internal error, 2 invalid settings or changelog, 3 access rejected,",
      "4 blocked by a rule, 5 migration failed, 6 another run holds the lease, 7 workflow failed,",
      "8 not finished (run it again), 9 the preview found errors, 130 and 143 ended by SIGINT and",
      "SIGTERM (run it again)."
    };
  }

  private Map<Variable.Group, List<Variable<?>>> groups() {
    Map<Variable.Group, List<Variable<?>>> groups = new EnumMap<>(Variable.Group.class);
    for (Variable<?> variable : Variables.ALL) {
      if (!variable.name().equals(COMMAND)
          && command.map(variable.commands()::contains).orElse(true)) {
        groups.computeIfAbsent(variable.group(), _ -> new ArrayList<>()).add(variable);
      }
    }
    return groups;
  }

  private static ArgGroupSpec argGroup(Variable.Group group, List<Variable<?>> members) {
    ArgGroupSpec.Builder builder =
        ArgGroupSpec.builder().validate(false).heading("%n" + group.title() + ":%n");
    members.forEach(variable -> builder.addArg(option(variable)));
    return builder.build();
  }

  private static OptionSpec option(Variable<?> variable) {
    OptionSpec.Builder builder =
        OptionSpec.builder(variable.option())
            .userObject(variable)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("<" + variable.type().words() + ">")
            .hideParamSyntax(true)
            .hidden(variable.secret() || variable.availability() == Variable.Availability.LATER)
            .description(variable.documentation().replace("%", "%%"));
    if (variable.type().form() == ValueType.Form.FLAG) {
      return builder.arity("0..1").fallbackValue("true").hideParamSyntax(false).build();
    }
    return builder.arity("1").build();
  }

  private static OptionSpec helpOption() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this.").build();
  }

  private static OptionSpec versionOption() {
    return OptionSpec.builder("-V", "--version")
        .versionHelp(true)
        .description("Show the version.")
        .build();
  }

  private static OptionSpec jsonOption() {
    return OptionSpec.builder("--json")
        .description("Print data as JSON, as LOG_FORMAT=json does.")
        .build();
  }
}
