package dev.nightjar.workflowfile;

import dev.nightjar.config.Distance;
import dev.nightjar.yaml.YamlValue;
import dev.nightjar.yaml.YamlValue.Entry;
import dev.nightjar.yaml.YamlValue.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Names with values of a file, read typed. What is not there is null, and so is what is wrong: the
/// problems say so then. Not thread-safe.
final class Fields extends Entries {
  private static final int LONGEST_TEXT = 100_000;

  /// @param path of the mapping: `tasks.load`; empty for the file
  Fields(YamlValue.Mapping mapping, String path, FileReading reading) {
    super(mapping, path, reading);
  }

  /// The same, but for names that are not known.
  Fields checked(List<String> known) {
    refuseOthersThan(known);
    return this;
  }

  @Nullable String text(String name) {
    YamlValue value = value(name);
    return value == null ? null : text(name, value);
  }

  private @Nullable String text(String name, YamlValue value) {
    if (!(value instanceof Scalar scalar) || scalar.value() == null) {
      wrong(name, value, "text");
      return null;
    }
    if (!(scalar.value() instanceof String text)) {
      problem(
          value.place(), name, "must be text, not %s: put it in quotes".formatted(value.words()));
      return null;
    }
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      problem(
          value.place(), name, text.isBlank() ? "is empty" : "is longer than 100,000 characters");
      return null;
    }
    return text;
  }

  /// A text as it is written, whatever type YAML gives it: `2026-01-01`, `5m`, `90`.
  @Nullable String written(String name, String expected) {
    YamlValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    wrong(name, value, expected);
    return null;
  }

  @Nullable Boolean flag(String name) {
    YamlValue value = value(name);
    if (value instanceof Scalar(Boolean flag, _, _)) {
      return flag;
    }
    if (value != null) {
      wrong(name, value, "true or false");
    }
    return null;
  }

  @Nullable Integer whole(String name, int least, int most) {
    YamlValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Scalar(Long number, _, _) && number >= least && number <= most) {
      return number.intValue();
    }
    wrong(name, value, "a whole number from %,d to %,d".formatted(least, most));
    return null;
  }

  @Nullable Double number(String name, double least, double most) {
    YamlValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Scalar(Number number, _, _)
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    wrong(name, value, "a number from %.0f to %.0f".formatted(least, most));
    return null;
  }

  @Nullable Duration duration(String name) {
    return amount(name, "a time such as 90s, 5m or 1h30m", Written::duration);
  }

  /// A time above 0.
  @Nullable Duration positive(String name) {
    Duration duration = duration(name);
    if (duration != null && !duration.isPositive()) {
      problem(name, "must be above 0");
      return null;
    }
    return duration;
  }

  @Nullable Long bytes(String name) {
    return amount(name, "a size above 0 such as 512MiB or 4GiB", Written::bytes);
  }

  private <T> @Nullable T amount(String name, String expected, Function<String, T> reader) {
    String text = written(name, expected);
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      problem(name, "must be %s, not '%s'".formatted(expected, text));
      return null;
    }
  }

  /// One of some words, which are the names of constants in lower case.
  <E extends Enum<E>> @Nullable E word(String name, E[] words) {
    YamlValue value = value(name);
    return value == null ? null : word(name, value, words);
  }

  private <E extends Enum<E>> @Nullable E word(String name, YamlValue value, E[] words) {
    String text = value instanceof Scalar scalar ? scalar.text() : "";
    for (E word : words) {
      if (word(word).equals(text.replace('-', '_'))) {
        return word;
      }
    }
    List<String> known = Stream.of(words).map(Fields::word).toList();
    String near = Distance.nearest(text, known).map(" (did you mean %s?)"::formatted).orElse("");
    problem(
        value.place(),
        name,
        "must be one of %s, not %s%s".formatted(String.join(", ", known), value.words(), near));
    return null;
  }

  /// The name of a constant as a file has it.
  static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /// Some of some words.
  <E extends Enum<E>> List<E> words(String name, E[] words) {
    return several(name, value -> word(name, value, words));
  }

  /// One text, or a list of them.
  List<String> texts(String name) {
    return several(name, value -> text(name, value));
  }

  /// One text or a list of them as they are written, whatever types YAML gives them.
  List<String> writtenTexts(String name, String expected) {
    return several(
        name,
        value -> {
          if (value instanceof Scalar scalar) {
            return scalar.text();
          }
          wrong(name, value, expected);
          return null;
        });
  }

  private <T> List<T> several(String name, Function<YamlValue, @Nullable T> reader) {
    YamlValue value = value(name);
    List<YamlValue> given =
        value == null
            ? List.of()
            : value instanceof YamlValue.Sequence(var elements, _) ? elements : List.of(value);
    List<T> read = new ArrayList<>();
    for (YamlValue one : given) {
      T made = reader.apply(one);
      if (made != null) {
        read.add(made);
      }
    }
    return read;
  }

  List<Integer> wholes(String name, int least, int most) {
    return several(
        name,
        value -> {
          if (value instanceof Scalar(Long number, _, _) && number >= least && number <= most) {
            return number.intValue();
          }
          wrong(name, value, "whole numbers from %d to %d".formatted(least, most));
          return null;
        });
  }

  /// Names with values of any type.
  @Nullable Map<String, Object> values(String name) {
    Fields fields = fields(name);
    if (fields == null) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    fields.entries().forEach(entry -> fields.requireFinite(entry.name(), entry.value()));
    fields.entries().forEach(entry -> values.put(entry.name(), Written.plain(entry.value())));
    return values;
  }

  /// What JSON has no number for can't be kept.
  ///
  /// @return whether all in it can be
  boolean requireFinite(String name, YamlValue value) {
    boolean fine = true;
    switch (value) {
      case Scalar scalar -> {
        if (scalar.value() instanceof Double number && !Double.isFinite(number)) {
          problem(
              value.place(),
              name,
              "must be a finite number: put '%s' in quotes".formatted(scalar.text()));
          fine = false;
        }
      }
      case YamlValue.Sequence(var elements, _) -> {
        for (YamlValue element : elements) {
          fine &= requireFinite(name, element);
        }
      }
      case YamlValue.Mapping(var some, _) -> {
        for (Entry entry : some) {
          fine &= requireFinite(name, entry.value());
        }
      }
    }
    return fine;
  }

  /// Names with texts; numbers and truth values are taken as they are written.
  Map<String, String> textsByName(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Fields fields = fields(name);
    for (Entry entry : fields == null ? List.<Entry>of() : fields.entries()) {
      if (entry.value() instanceof Scalar scalar) {
        texts.put(entry.name(), scalar.text());
      } else {
        wrong(name + "." + entry.name(), entry.value(), "text");
      }
    }
    return texts;
  }

  /// Names with values within.
  @Nullable Fields fields(String name) {
    YamlValue value = value(name);
    if (value instanceof YamlValue.Mapping mapping) {
      return new Fields(mapping, path(name), reading());
    }
    if (value != null) {
      wrong(name, value, "names with values");
    }
    return null;
  }

  /// A list of names with values.
  List<Fields> list(String name) {
    YamlValue value = value(name);
    if (value != null && !(value instanceof YamlValue.Sequence)) {
      wrong(name, value, "a list");
      return List.of();
    }
    List<Fields> all = new ArrayList<>();
    if (value instanceof YamlValue.Sequence(var elements, _)) {
      for (YamlValue element : elements) {
        String at = "%s[%d]".formatted(name, all.size());
        if (element instanceof YamlValue.Mapping mapping) {
          all.add(new Fields(mapping, path(at), reading()));
        } else {
          wrong(at, element, "names with values");
        }
      }
    }
    return all;
  }
}
