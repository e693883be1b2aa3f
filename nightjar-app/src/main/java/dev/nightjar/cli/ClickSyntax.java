package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Reads arguments by the rules of click, which papermill is made with, and rewrites them so that
/// picocli can't see them differently: an option's values are taken as they stand, whatever they
/// look like (`-p a -5`, `-p a --x`), a value glued to a short option keeps its `=` (`-k=python3`
/// asks for the kernel "=python3"), options can't be abbreviated.
final class ClickSyntax {
  /// Stands before each value, so that picocli takes none for an option.
  private static final String MARK = "\u0001";

  private final Map<String, OptionSpec> options = new TreeMap<>();

  ClickSyntax(CommandSpec command) {
    for (OptionSpec option : command.options()) {
      for (String name : option.names()) {
        options.put(name, option);
      }
    }
    options.putAll(command.negatedOptionsMap());
  }

  /// The same arguments in picocli's terms; values and positional parameters are marked.
  ///
  /// @throws UsageException for unknown options, and for options without enough values
  List<String> rewrite(List<String> arguments) {
    List<String> result = new ArrayList<>();
    List<String> positionals = new ArrayList<>();
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.removeFirst();
      if (argument.equals("--")) {
        positionals.addAll(rest);
        break;
      }
      if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        option(name, equals < 0 ? null : argument.substring(equals + 1), rest, result);
      } else if (argument.startsWith("-") && argument.length() > 1) {
        String name = argument.substring(0, 2);
        option(name, argument.length() == 2 ? null : argument.substring(2), rest, result);
      } else {
        positionals.add(argument);
      }
    }
    positionals.forEach(positional -> result.add(MARK + positional));
    return result;
  }

  private void option(
      String name, @Nullable String attached, List<String> rest, List<String> result) {
    OptionSpec option = options.get(name);
    if (option == null) {
      throw new UsageException("No such option: " + name + suggestion(name));
    }
    int values = option.arity().max();
    boolean optionalValue = option.arity().min() == 0 && values == 1;
    if (values == 0 && attached != null) {
      if (name.startsWith("--")) {
        throw new UsageException("Option '%s' does not take a value.".formatted(name));
      }
      rest.addFirst("-" + attached); // flags may stand together behind one dash
      attached = null;
    }
    result.add(name);
    if (attached != null) {
      rest.addFirst(attached);
    } else if (optionalValue) {
      result.add(MARK + option.fallbackValue()); // else picocli takes the next positional for it
      return;
    }
    if (rest.size() < values) {
      throw new UsageException(
          values == 1
              ? "Option '%s' requires an argument.".formatted(name)
              : "Option '%s' requires %d arguments.".formatted(name, values),
          false);
    }
    for (int i = 0; i < values; i++) {
      result.add(MARK + rest.removeFirst());
    }
  }

  private String suggestion(String name) {
    return options.keySet().stream()
        .filter(known -> known.startsWith("--") && Distance.between(known, name) <= 2)
        .findFirst()
        .map(" Did you mean %s?"::formatted)
        .orElse("");
  }

  /// The value as it was typed.
  static String unmarked(String value) {
    return value.startsWith(MARK) ? value.substring(MARK.length()) : value;
  }
}
