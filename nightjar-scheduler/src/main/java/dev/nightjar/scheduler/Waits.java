package dev.nightjar.scheduler;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.store.Database;
import dev.nightjar.store.ServerStore;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Why a run that is queued will not start before somebody does something.
public final class Waits {
  private static final long GIB = 1L << 30;

  private Waits() {}

  /// One line for people; empty for a run whose turn will come.
  public static Optional<String> reason(Database database, Run run, Instant now) {
    long needed =
        run.workflow().tasks().stream()
            .filter(task -> task.placement().executor().equals("local"))
            .mapToLong(Waits::memory)
            .max()
            .orElse(0);
    return run.status().state() != RunState.QUEUED || needed == 0
        ? Optional.empty()
        : reason(needed, Presence.all(database, now));
  }

  private static long memory(Task task) {
    Long memory = task.limits().memory();
    return memory == null ? 0 : memory;
  }

  /// @param needed bytes
  static Optional<String> reason(long needed, List<ServerStore.Entry> workers) {
    boolean fits =
        workers.isEmpty()
            || workers.stream().anyMatch(one -> one.memory() == null || one.memory() >= needed);
    return fits
        ? Optional.empty()
        : Optional.of(
            "Waits: it needs %s of memory, the largest worker has %s."
                .formatted(
                    text(needed),
                    text(
                        workers.stream()
                            .map(ServerStore.Entry::memory)
                            .filter(Objects::nonNull)
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0))));
  }

  private static String text(long bytes) {
    return bytes % GIB == 0 || bytes >= 100 * GIB
        ? "%d GiB".formatted(bytes / GIB)
        : bytes > GIB
            ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB)
            : "%d MiB".formatted(bytes >> 20);
  }
}
