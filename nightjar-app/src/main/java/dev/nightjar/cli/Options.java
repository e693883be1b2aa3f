package dev.nightjar.cli;

import dev.nightjar.config.Amounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a command takes. A command declares its options as fields, each with one call here; the
/// parser, the help, the completion of shells and `docs/cli.md` all read them from here.
///
/// The form of an option is what its help shows: `-k, --kernel TEXT` takes one word, `-p,
/// --parameters NAME VALUE` two, `--json` none. Any option may stand on a command line several
/// times.
final class Options {
  private final String description;
  private final String footer;
  private final List<Option<?>> own = new ArrayList<>();
  private final Map<String, Option<?>> byName = new HashMap<>();
  private final List<Option<?>> everywhere =
      List.of(
          named(flagOf("--version", "Show the version, and leave.")),
          named(flagOf("-h, --help", "Show this, and leave.")));
  private boolean passesOn;
  private Positionals positionals = new Positionals("", true);

  /// @param description what the command does, for its help
  Options(String description) {
    this(description, "");
  }

  /// @param description what the command does, for its help
  /// @param footer lines that close its help, such as examples
  Options(String description, String footer) {
    this.description = description;
    this.footer = footer;
  }

  private <T> Option<T> add(Option<T> option) {
    own.add(option);
    return named(option);
  }

  private <T> Option<T> named(Option<T> option) {
    for (String name : option.names()) {
      if (byName.put(name, option) != null) {
        throw new IllegalArgumentException("two options are called " + name);
      }
    }
    return option;
  }

  /// A value that `reader` makes of one word.
  <T> Option<T> value(String form, String description, Option.Reader<T> reader) {
    return add(new Option<>(form, description, reader, new ArrayList<>()));
  }

  Option<String> text(String form, String description) {
    return value(form, description, List::getFirst);
  }

  Option<Path> path(String form, String description) {
    return value(form, description, typed -> Path.of(typed.getFirst()));
  }

  Option<Integer> integer(String form, String description) {
    return value(form, description, typed -> integer(typed.getFirst()));
  }

  /// Such as 90s, 15m or 2h.
  Option<Duration> duration(String form, String description) {
    return value(form, description, typed -> Amounts.duration(typed.getFirst()));
  }

  /// Two words: a name and its value.
  Option<Map.Entry<String, String>> pair(String form, String description) {
    return value(form, description, typed -> Map.entry(typed.getFirst(), typed.getLast()));
  }

  /// One of `choices`, which are called what `toString` calls them.
  <T> Option<T> oneOf(T[] choices, String form, String description) {
    List<String> names = Stream.of(choices).map(Object::toString).toList();
    return value(form, description, typed -> choices[chosen(typed.getFirst(), names)])
        .choices(names);
  }

  /// True if it is there.
  Option<Boolean> flag(String form, String description) {
    return add(flagOf(form, description));
  }

  private static Option<Boolean> flagOf(String form, String description) {
    return new Option<>(form, description, _ -> true, new ArrayList<>());
  }

  /// Two flags, of which the last counts: true if it is the first of them.
  Option<Boolean> flag(
      String form, String description, String negation, String descriptionOfNegation) {
    Option<Boolean> flag = flag(form, description);
    add(new Option<>(negation, descriptionOfNegation, _ -> false, flag.values()));
    return flag;
  }

  /// The arguments that are not options; without this call there may be none.
  ///
  /// @param form as the help shows it: `NOTEBOOK [OUTPUT]`, `PATHS...`
  Positionals positionals(String form) {
    positionals = new Positionals(form, true);
    return positionals;
  }

  /// Arguments that may be missing where standard input or output takes their place: the command
  /// itself says which are.
  Positionals positionalsOrPipes(String form) {
    positionals = new Positionals(form, false);
    return positionals;
  }

  /// Arguments of which the first ends the options: it and all that follows belong to a command of
  /// another program.
  Positionals passesOn(String form) {
    passesOn = true;
    return positionals(form);
  }

  /// Whether the first argument ends the options.
  boolean passesOn() {
    return passesOn;
  }

  private static int integer(String typed) {
    try {
      return Integer.parseInt(typed.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is not a valid integer.".formatted(typed), e);
    }
  }

  private static int chosen(String typed, List<String> names) {
    int index = names.indexOf(typed);
    if (index < 0) {
      throw new IllegalArgumentException(
          "'%s' is not one of %s."
              .formatted(typed, String.join(", ", names.stream().map("'%s'"::formatted).toList())));
    }
    return index;
  }

  String description() {
    return description;
  }

  String footer() {
    return footer;
  }

  /// Those that help and completion show, as declared; the version and the help come last.
  List<Option<?>> shown() {
    List<Option<?>> shown = new ArrayList<>(own);
    shown.addAll(everywhere);
    shown.removeIf(Option::isHidden);
    return shown;
  }

  /// By all their names.
  Map<String, Option<?>> byName() {
    return byName;
  }

  Positionals positionals() {
    return positionals;
  }
}
