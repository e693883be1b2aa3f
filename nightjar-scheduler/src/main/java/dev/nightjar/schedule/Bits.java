package dev.nightjar.schedule;

/// Sets of numbers from 0 to 63, as the bits of a long.
final class Bits {
  private Bits() {}

  static long of(int number) {
    return 1L << number;
  }

  /// The numbers from `low` to `high`.
  static long range(int low, int high) {
    return (-1L << low) & (-1L >>> (63 - high));
  }

  static boolean has(long set, int number) {
    return (set >>> number & 1) == 1;
  }

  /// The least of the set that is at least `least`, or -1.
  static int atOrAbove(long set, int least) {
    long rest = set & (-1L << least);
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }

  /// The greatest of the set that is at most `most`, or -1.
  static int atOrBelow(long set, int most) {
    long rest = most < 0 ? 0 : set & (-1L >>> (63 - most));
    return 63 - Long.numberOfLeadingZeros(rest);
  }

  /// How many of the set are less than `number`.
  static int countBelow(long set, int number) {
    return Long.bitCount(set & ~(-1L << number));
  }
}
