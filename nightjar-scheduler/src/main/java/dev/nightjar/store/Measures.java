package dev.nightjar.store;

import dev.nightjar.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Numbers for watching a server: each is found by an index, however many runs there are.
///
/// @param runs how many are in each state that is not ended
/// @param endedLastDay how many ended in the last 24 hours, by state
/// @param queued how many task runs wait for a worker
/// @param longestQueued how long the first of them has waited
/// @param lag how long the schedule that is most behind has been due
/// @param seconds how long runs took that ended in the last ten minutes, shortest first
public record Measures(
    Map<RunState, Long> runs,
    Map<RunState, Long> endedLastDay,
    long queued,
    Duration longestQueued,
    Duration lag,
    List<Double> seconds) {
  private static final Duration RECENT = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  /// As things stand.
  public static Measures read(Transaction transaction, Instant now) {
    Map<RunState, Long> runs = new EnumMap<>(RunState.class);
    for (RunState state : RunState.values()) {
      if (!state.ended()) {
        runs.put(
            state, count(transaction, "SELECT COUNT(*) FROM run WHERE state = ?", state.name()));
      }
    }
    long millis = now.toEpochMilli();
    return new Measures(
        runs,
        new RunLists().endedSince(transaction, now.minus(Duration.ofDays(1))),
        count(
            transaction,
            "SELECT COUNT(*) FROM task_run WHERE state = 'QUEUED' AND available_at <= ?",
            millis),
        since(
            millis,
            count(
                transaction,
                "SELECT COALESCE(MIN(available_at), 0) FROM task_run WHERE state = 'QUEUED' AND available_at <= ?",
                millis)),
        since(
            millis,
            count(
                transaction,
                "SELECT COALESCE(MIN(fire_at), 0) FROM schedule WHERE fire_at <= ?",
                millis)),
        transaction
            .handle()
            .select(
                """
                SELECT ended_at - started_at FROM run
                 WHERE ended_at >= ? AND started_at IS NOT NULL LIMIT ?
                """,
                now.minus(RECENT).toEpochMilli(),
                MOST)
            .mapTo(Long.class)
            .stream()
            .map(time -> time / 1e3)
            .sorted()
            .toList());
  }

  private static Duration since(long now, long then) {
    return then == 0 ? Duration.ZERO : Duration.ofMillis(now - then);
  }

  private static long count(Transaction transaction, String sql, Object value) {
    return transaction.handle().select(sql, value).mapTo(Long.class).one();
  }
}
