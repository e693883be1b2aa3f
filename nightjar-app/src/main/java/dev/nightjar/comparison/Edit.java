package dev.nightjar.comparison;

import java.util.ArrayList;
import java.util.List;

/// A step on the way from one list of texts to another.
///
/// @param line a text of the first list if it is removed, else of the second
record Edit(Kind kind, String line) {
  /// So many pairs of lines are looked at; texts with more differ as a whole.
  private static final long PAIRS = 4_000_000;

  /// What becomes of a line.
  enum Kind {
    SAME(" "),
    REMOVED("-"),
    ADDED("+");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    /// What stands before the line.
    String sign() {
      return sign;
    }
  }

  /// The shortest way from one text to the other, found among the lines between their common
  /// beginning and end.
  static List<Edit> between(List<String> before, List<String> after) {
    int shorter = Math.min(before.size(), after.size());
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<Edit> edits = new ArrayList<>();
    add(Kind.SAME, before.subList(0, start), edits);
    List<String> removed = before.subList(start, before.size() - end);
    List<String> added = after.subList(start, after.size() - end);
    if ((long) removed.size() * added.size() <= PAIRS) {
      addByCommonLines(removed, added, edits);
    } else {
      add(Kind.REMOVED, removed, edits);
      add(Kind.ADDED, added, edits);
    }
    add(Kind.SAME, before.subList(before.size() - end, before.size()), edits);
    return edits;
  }

  private static void add(Kind kind, List<String> lines, List<Edit> edits) {
    lines.forEach(line -> edits.add(new Edit(kind, line)));
  }

  private static void addByCommonLines(List<String> before, List<String> after, List<Edit> edits) {
    int[][] common = new int[before.size() + 1][after.size() + 1]; // in what follows i and j
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        edits.add(new Edit(Kind.SAME, before.get(i++)));
        j++;
      } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
        edits.add(new Edit(Kind.REMOVED, before.get(i++)));
      } else {
        edits.add(new Edit(Kind.ADDED, after.get(j++)));
      }
    }
  }
}
