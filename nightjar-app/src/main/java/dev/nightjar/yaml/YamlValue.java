package dev.nightjar.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a YAML document that knows where it stands.
public sealed interface YamlValue {
  /// Where it begins.
  Place place();

  /// What it is, for messages: `the number 5`, `a list`.
  String words();

  /// A place in a document.
  ///
  /// @param line from 1
  /// @param column from 1
  record Place(int line, int column) {
    /// The beginning.
    public static final Place START = new Place(1, 1);
  }

  /// A text, number, truth value or nothing.
  ///
  /// @param value a [String], [Boolean], [Long], [java.math.BigInteger], [Double], or null
  /// @param text as it is written
  record Scalar(@Nullable Object value, String text, Place place) implements YamlValue {
    @Override
    public String words() {
      String brief = Problem.brief(text);
      return switch (value) {
        case null -> "nothing";
        case String _ -> "the text '%s'".formatted(brief);
        case Boolean _ -> "the truth value '%s'".formatted(brief);
        default -> "the number %s".formatted(brief);
      };
    }
  }

  /// A list.
  record Sequence(List<YamlValue> elements, Place place) implements YamlValue {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String words() {
      return "a list";
    }
  }

  /// Names with values, in their order; each name once.
  record Mapping(List<Entry> entries, Place place) implements YamlValue {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String words() {
      return "names with values";
    }
  }

  /// A name with its value.
  ///
  /// @param name as it is written, whatever type YAML gives it
  /// @param place where the name begins
  record Entry(String name, YamlValue value, Place place) {}
}
