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

  /// How many letters must be changed, added, left out, or swapped with their neighbour to get from
  /// one to the other (optimal string alignment).
  public static int between(String one, String other) {
    int[] beforeLast = new int[0];
    int[] last = new int[other.length() + 1];
    for (int j = 0; j < last.length; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length()];
  }
}
