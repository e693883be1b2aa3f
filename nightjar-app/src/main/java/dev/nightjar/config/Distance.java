package dev.nightjar.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// How far apart two words are, for proposals.
public final class Distance {
  private Distance() {}

  /// The one of `known` that somebody who wrote `word` may have meant.
  public static Optional<String> nearest(String word, Collection<String> known) {
    int most = Math.max(2, word.length() / 4);
    return known.stream()
        .filter(one -> between(one, word) <= most || one.endsWith("." + word))
        .min(Comparator.comparingInt(one -> between(one, word)));
  }

  /// How many letters must be changed, added or left out to get from one to the other
  /// (Levenshtein).
  public static int between(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
