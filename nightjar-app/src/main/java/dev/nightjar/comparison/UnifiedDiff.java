package dev.nightjar.comparison;

import java.util.ArrayList;
import java.util.List;

/// What differs between two texts, as `diff -u` shows it, without the names of the files: `-` lines
/// of the first, `+` lines of the second. Long ones are cut.
public final class UnifiedDiff {
  private static final int CONTEXT = 2;
  private static final int LONGEST = 40;
  private static final int WIDEST = 300;

  private UnifiedDiff() {}

  /// The lines of the difference; none if the texts are the same.
  public static List<String> of(List<String> before, List<String> after) {
    List<Edit> edits = Edit.between(before, after);
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
      oldLine += edits.get(i).kind() == Edit.Kind.ADDED ? 0 : 1;
      newLine += edits.get(i).kind() == Edit.Kind.REMOVED ? 0 : 1;
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
        .anyMatch(edit -> edit.kind() != Edit.Kind.SAME);
  }

  private static void hunk(List<Edit> edits, int oldLine, int newLine, List<String> lines) {
    long removed = edits.stream().filter(edit -> edit.kind() != Edit.Kind.ADDED).count();
    long added = edits.stream().filter(edit -> edit.kind() != Edit.Kind.REMOVED).count();
    lines.add("@@ -%d,%d +%d,%d @@".formatted(oldLine, removed, newLine, added));
    for (Edit edit : edits) {
      String line = edit.kind().sign() + edit.line();
      lines.add(line.length() <= WIDEST ? line : line.substring(0, WIDEST) + "…");
    }
  }
}
