package dev.nightjar.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// The memory of a process and all below it, as Linux counts it in `/proc`. What a process has
/// swapped out counts as well.
record ProcessTree(long root) {
  /// Bytes, of which those that processes share count in full for each: quick, and never too low.
  long resident() {
    return sum(pid -> kibibytes(pid, "status", "VmRSS:", "VmSwap:"));
  }

  /// Bytes, of which each process has its share: takes longer where much is mapped.
  long proportional() {
    return sum(pid -> kibibytes(pid, "smaps_rollup", "Pss:", "SwapPss:"));
  }

  private long sum(ToLongFunction<Long> kibibytes) {
    return ProcessHandle.of(root).stream()
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .mapToLong(process -> kibibytes.applyAsLong(process.pid()))
            .sum()
        << 10;
  }

  private static long kibibytes(long pid, String file, String one, String other) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file))
          .lines()
          .filter(line -> line.startsWith(one) || line.startsWith(other))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return 0; // it has ended meanwhile
    }
  }
}
