package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;

/// What differs between two texts, as `diff -u` shows it, without the names of the files: `-` lines
/// of the first, `+` lines of the second. Long ones are cut.
final class UnifiedDiff {
  private static final int CONTEXT = 2;
  private static final int LONGEST = 40;
  private static final int WIDEST = 300;

  /// So many pairs of lines are looked at; texts with more differ as a whole.
  private static final long PAIRS = 4_000_000;

  private enum Kind {
    SAME(" "),
    REMOVED("-"),
    ADDED("+");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }
  }

  private record Edit(Kind kind, String line) {}

  private UnifiedDiff() {}

  static List<String> of(List<String> before, List<String> after) {
    List<Edit> edits = edits(before, after);
    List<String> lines = new ArrayList<>();
    int oldLine = 1;
    int newLine = 1;
    int shownUntil = 0;
    for (int i = 0; i < edits.size(); i++) {
      if (i >= shownUntil && isNearChange(edits, i)) {
        int end = i;
        while (end < edits.size() && isNearChange(edits, end)) {
          end++;
        }
        hunk(edits.subList(i, end), oldLine, newLine, lines);
        shownUntil = end;
      }
      oldLine += edits.get(i).kind() == Kind.ADDED ? 0 : 1;
      newLine += edits.get(i).kind() == Kind.REMOVED ? 0 : 1;
    }
    if (lines.size() <= LONGEST) {
      return lines;
    }
    List<String> cut = new ArrayList<>(lines.subList(0, LONGEST));
    cut.add("… %d more lines".formatted(lines.size() - LONGEST));
    return cut;
  }

  private static boolean isNearChange(List<Edit> edits, int at) {
    return edits
        .subList(Math.max(0, at - CONTEXT), Math.min(edits.size(), at + CONTEXT + 1))
        .stream()
        .anyMatch(edit -> edit.kind() != Kind.SAME);
  }

  private static void hunk(List<Edit> edits, int oldLine, int newLine, List<String> lines) {
    long removed = edits.stream().filter(edit -> edit.kind() != Kind.ADDED).count();
    long added = edits.stream().filter(edit -> edit.kind() != Kind.REMOVED).count();
    lines.add("@@ -%d,%d +%d,%d @@".formatted(oldLine, removed, newLine, added));
    for (Edit edit : edits) {
      String line = edit.kind().sign + edit.line();
      lines.add(line.length() <= WIDEST ? line : line.substring(0, WIDEST) + "…");
    }
  }

  /// The shortest way from one text to the other, found among the lines between their common
  /// beginning and end.
  private static List<Edit> edits(List<String> before, List<String> after) {
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
