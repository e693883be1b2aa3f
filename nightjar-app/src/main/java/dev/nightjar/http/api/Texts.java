package dev.nightjar.http.api;

import org.jspecify.annotations.Nullable;

/// Which texts can be stored, and shown on one line.
final class Texts {
  private Texts() {}

  /// What is wrong with a text; null if nothing is.
  ///
  /// @param most characters
  static @Nullable String fault(String text, int most) {
    if (text.isBlank()) {
      return "must not be empty.";
    }
    if (text.length() > most) {
      return "has %,d characters: give at most %,d.".formatted(text.length(), most);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return "has control characters in it: take them out.";
    }
    return isUnicode(text) ? null : "has half a character in it (an unpaired surrogate).";
  }

  /// Whether it has no unpaired surrogates, which no database stores.
  static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
