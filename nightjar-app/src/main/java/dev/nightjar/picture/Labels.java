package dev.nightjar.picture;

/// What stands in the boxes of tasks, and how wide it is about.
final class Labels {
  private static final int LONGEST = 34;
  private static final double NARROW = 8;
  private static final double WIDE = 14;
  private static final double SMALL = 0.78;
  private static final int AROUND = 30;
  private static final int LEAST = 90;
  private static final int FIRST_WIDE = 0x2E80;

  private Labels() {}

  /// The name, or its ends if it is long.
  static String name(String name) {
    int length = name.codePointCount(0, name.length());
    if (length <= LONGEST) {
      return name;
    }
    int head = name.offsetByCodePoints(0, LONGEST * 2 / 3);
    int tail = name.offsetByCodePoints(name.length(), -(LONGEST / 3));
    return name.substring(0, head) + "…" + name.substring(tail);
  }

  static double width(Drawn task) {
    double text = Math.max(text(name(task.name())), text(name(task.kind())) * SMALL);
    return Math.max(LEAST, Math.ceil(text) + AROUND);
  }

  static double text(String text) {
    return text.codePoints().mapToDouble(c -> c >= FIRST_WIDE ? WIDE : NARROW).sum();
  }
}
