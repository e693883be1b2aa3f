package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.store.ServerStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WaitsTest {
  private static final long GIB = 1L << 30;

  private static ServerStore.Entry worker(@Nullable Long memory) {
    return new ServerStore.Entry("w", "h", "1", Instant.EPOCH, Instant.EPOCH, 0, 8, memory);
  }

  @Test
  void what_needs_more_than_the_largest_worker_has_is_told_so() {
    assertThat(Waits.reason(64 * GIB, List.of(worker(8 * GIB), worker(24 * GIB))))
        .contains("Waits: it needs 64 GiB of memory, the largest worker has 24 GiB.");
    assertThat(Waits.reason(GIB + GIB / 2, List.of(worker(512L << 20))))
        .contains("Waits: it needs 1.5 GiB of memory, the largest worker has 512 MiB.");
  }

  @Test
  void there_is_nothing_to_say_where_one_worker_is_large_enough() {
    assertThat(Waits.reason(24 * GIB, List.of(worker(8 * GIB), worker(24 * GIB)))).isEmpty();
    assertThat(Waits.reason(64 * GIB, List.of(worker(8 * GIB), worker(null)))).isEmpty();
    assertThat(Waits.reason(64 * GIB, List.of())).isEmpty();
  }
}
