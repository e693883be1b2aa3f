package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An option of a command: how it is written, what it means, and what the command line gives it.
/// Made by [Options].
///
/// @param <T> what its values are
final class Option<T> {
  /// Makes a value of what was typed.
  ///
  /// @param <T> what values are
  interface Reader<T> {
    /// The value.
    ///
    /// @param typed as many words as the option takes
    /// @throws IllegalArgumentException if they are none; its message goes to the user
    T read(List<String> typed);
  }

  private final String form;
  private final List<String> names = new ArrayList<>();
  private final String label;
  private final String description;
  private final Reader<T> reader;
  private final List<T> values;
  private List<String> choices = List.of();
  private @Nullable String alone;
  private boolean hidden;

  /// @param form as the help shows it: `-k, --kernel TEXT`, `--json`, `--keep-kernel[=DURATION]`
  /// @param values where values go; an option and its negation share them
  Option(String form, String description, Reader<T> reader, List<T> values) {
    this.form = form;
    this.description = description;
    this.reader = reader;
    this.values = values;
    int start = 0;
    int end = endOfName(form, start);
    while (form.startsWith(", ", end)) {
      names.add(form.substring(start, end));
      start = end + 2;
      end = endOfName(form, start);
    }
    names.add(form.substring(start, end));
    String rest = form.substring(end);
    this.label = rest.startsWith("[=") ? rest.substring(2, rest.length() - 1) : rest.strip();
  }

  private static int endOfName(String form, int start) {
    int end = start;
    while (end < form.length() && ", [".indexOf(form.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /// Lets its value be left out: `--keep-kernel` is `--keep-kernel=10m`. Its form has to say so.
  ///
  /// @param value what stands for itself then
  Option<T> alone(String value) {
    alone = value;
    return this;
  }

  /// Leaves it out of help and completion.
  Option<T> hidden() {
    hidden = true;
    return this;
  }

  Option<T> choices(List<String> of) {
    choices = of;
    return this;
  }

  /// The value: of several the last.
  @Nullable T orNull() {
    return values.isEmpty() ? null : values.getLast();
  }

  /// The value, of several the last; `other` without one.
  T or(T other) {
    return values.isEmpty() ? other : values.getLast();
  }

  /// All values, in the order of the command line.
  List<T> values() {
    return values;
  }

  /// Whether it is on the command line. Of a flag with a negation, ask [#or].
  boolean isGiven() {
    return !values.isEmpty();
  }

  String form() {
    return form;
  }

  List<String> names() {
    return names;
  }

  /// What the help calls its value; empty for a flag.
  String label() {
    return label;
  }

  String description() {
    return description;
  }

  /// The words that may be its value; empty if there are others.
  List<String> choices() {
    return choices;
  }

  /// What its value is when none is given; null if one must be.
  @Nullable String valueAlone() {
    return alone;
  }

  boolean isHidden() {
    return hidden;
  }

  /// How many words follow it.
  int arity() {
    return label.isEmpty() ? 0 : label.indexOf(' ') < 0 ? 1 : label.split(" ").length;
  }

  /// Takes a value from the command line.
  ///
  /// @throws UsageException if it is none
  void take(List<String> typed) {
    try {
      values.add(reader.read(typed));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Invalid value for %s: %s"
              .formatted(
                  String.join(" / ", names.stream().map("'%s'"::formatted).toList()),
                  e.getMessage()));
    }
  }
}
