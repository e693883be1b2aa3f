package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;

/// What a shell's completion knows of a command.
///
/// @param path its words without the program's name
/// @param below the commands directly below it
/// @param options its options in the order of the help
record CompletedCommand(String path, List<Commands.Entry> below, List<Option<?>> options) {
  /// Prints the names of the kernels. A name has no blanks; lines about broken ones are indented.
  static final String KERNEL_NAMES =
      "nightjar kernels list 2>/dev/null | sed -n '1d; s/^\\([^ ][^ ]*\\).*/\\1/p'";

  /// What may stand as an option's value.
  enum Value {
    NONE,
    KERNEL,
    CHOICE,
    PATH,
    TEXT
  }

  static List<CompletedCommand> all(Program program) {
    List<CompletedCommand> all = new ArrayList<>(List.of(of("", program)));
    Commands.ALL.forEach(entry -> all.add(of(entry.path(), program)));
    return all;
  }

  private static CompletedCommand of(String path, Program program) {
    Options known = Commands.make(path, program).options();
    List<Option<?>> options =
        HelpSection.arrange(known).values().stream().<Option<?>>flatMap(List::stream).toList();
    return new CompletedCommand(path, Commands.below(path), options);
  }

  static Value value(Option<?> option) {
    if (option.arity() == 0 || option.valueAlone() != null) {
      return Value.NONE; // the next word, at least, is none
    }
    if (!option.choices().isEmpty()) {
      return Value.CHOICE;
    }
    if (option.names().contains("--kernel")) {
      return Value.KERNEL;
    }
    return switch (option.label()) {
      case "FILE", "DIR", "DIRECTORY" -> Value.PATH;
      default -> Value.TEXT;
    };
  }

  /// All names of the options that take such a value.
  List<String> names(Value value) {
    return options.stream()
        .filter(option -> value(option) == value)
        .flatMap(option -> option.names().stream())
        .toList();
  }
}
