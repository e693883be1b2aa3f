package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// What a shell's completion knows of a command.
///
/// @param path its words without the program's name
/// @param below the commands directly below it
/// @param options its options in the order of the help
record CompletedCommand(String path, List<Commands.Entry> below, List<OptionSpec> options) {
  /// Prints the names of the kernels. A name has no blanks; lines about broken ones are indented.
  static final String KERNEL_NAMES =
      "nightjar kernels list 2>/dev/null | sed -n '1d; s/^\\([^ ][^ ]*\\).*/\\1/p'";

  /// What may stand as an option's value.
  enum Value {
    NONE,
    KERNEL,
    LEVEL,
    PATH,
    TEXT
  }

  static List<CompletedCommand> all(Program program) {
    List<CompletedCommand> all = new ArrayList<>(List.of(of("", program)));
    Commands.ALL.forEach(entry -> all.add(of(entry.path(), program)));
    return all;
  }

  private static CompletedCommand of(String path, Program program) {
    List<OptionSpec> known = CommandLines.options(path, program).options();
    List<OptionSpec> options = new ArrayList<>();
    for (HelpSection section : HelpSection.sections(known)) {
      options.addAll(section.of(known));
    }
    return new CompletedCommand(path, Commands.below(path), options);
  }

  static Value value(OptionSpec option) {
    if (option.arity().min() == 0) {
      return Value.NONE; // the next word, at least, is none
    }
    if (Arrays.asList(option.names()).contains("--kernel")) {
      return Value.KERNEL;
    }
    return switch (option.paramLabel()) {
      case "LEVEL" -> Value.LEVEL;
      case "FILE", "DIRECTORY" -> Value.PATH;
      default -> Value.TEXT;
    };
  }

  /// All names of the options that take such a value.
  List<String> names(Value value) {
    return options.stream()
        .filter(option -> value(option) == value)
        .flatMap(option -> Arrays.stream(option.names()))
        .toList();
  }
}
