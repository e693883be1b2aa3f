package dev.nightjar.schedule;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody who misspelt a name may have meant.
final class Nearest {
  private Nearest() {}

  /// The one of `names` that is as good as `word`: one that it begins with (`MONDAY`, `MON`), or
  /// one with few other letters.
  static Optional<String> to(String word, List<String> names) {
    var upper = word.toUpperCase(Locale.ROOT);
    return names.stream()
        .filter(name -> distance(upper, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(upper, name)));
  }

  private static int distance(String word, String name) {
    var other = name.toUpperCase(Locale.ROOT);
    if (word.startsWith(other)) {
      return 0;
    }
    int[] above = new int[other.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= word.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = above[j - 1] + (word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }
}
