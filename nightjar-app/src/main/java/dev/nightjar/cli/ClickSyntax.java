package dev.nightjar.cli;

import dev.nightjar.config.Distance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes a command line apart by the rules of click, which papermill is made with: an option's
/// values are taken as they stand, whatever they look like (`-p a -5`, `-p a --x`), a value glued
/// to a short option keeps its `=` (`-k=python3` asks for the kernel "=python3"), options can't be
/// abbreviated. For one command line.
final class ClickSyntax {
  private record Given(Option<?> option, List<String> values) {}

  private final Options options;
  private final Deque<String> rest;
  private final List<Given> given = new ArrayList<>();
  private final List<String> positionals = new ArrayList<>();

  /// @throws UsageException for unknown options, and for options without enough values
  ClickSyntax(Options options, List<String> arguments) {
    this.options = options;
    this.rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.removeFirst();
      if (argument.equals("--")) {
        positionals.addAll(rest);
        rest.clear();
      } else if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        option(
            equals < 0 ? argument : argument.substring(0, equals),
            equals < 0 ? null : argument.substring(equals + 1));
      } else if (argument.startsWith("-") && argument.length() > 1) {
        option(argument.substring(0, 2), argument.length() == 2 ? null : argument.substring(2));
      } else {
        positionals.add(argument);
        if (options.passesOn()) {
          positionals.addAll(rest);
          rest.clear();
        }
      }
    }
  }

  /// Whether the option `name` was given.
  boolean has(String name) {
    Option<?> option = options.byName().get(name);
    return given.stream().anyMatch(one -> one.option() == option);
  }

  /// Hands the values to the options, and the rest to the positionals.
  ///
  /// @throws UsageException for values that are none
  void apply() {
    given.forEach(one -> one.option().take(one.values()));
    options.positionals().take(positionals);
  }

  private void option(String name, @Nullable String attached) {
    Option<?> option = options.byName().get(name);
    if (option == null) {
      throw new UsageException("No such option: " + name + suggestion(name));
    }
    int arity = option.arity();
    if (arity == 0 && attached != null) {
      if (name.startsWith("--")) {
        throw new UsageException("Option '%s' does not take a value.".formatted(name));
      }
      rest.addFirst("-" + attached); // flags may stand together behind one dash
    } else if (attached != null) {
      rest.addFirst(attached);
    } else if (option.valueAlone() != null) {
      rest.addFirst(option.valueAlone());
    }
    if (rest.size() < arity) {
      throw new UsageException(
          arity == 1
              ? "Option '%s' requires an argument.".formatted(name)
              : "Option '%s' requires %d arguments.".formatted(name, arity),
          false);
    }
    List<String> values = new ArrayList<>(arity);
    for (int i = 0; i < arity; i++) {
      values.add(rest.removeFirst());
    }
    given.add(new Given(option, values));
  }

  private String suggestion(String name) {
    return options.byName().keySet().stream()
        .filter(known -> known.startsWith("--") && Distance.between(known, name) <= 2)
        .sorted()
        .findFirst()
        .map(" Did you mean %s?"::formatted)
        .orElse("");
  }
}
