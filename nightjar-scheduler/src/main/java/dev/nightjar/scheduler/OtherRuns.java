package dev.nightjar.scheduler;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.store.Database;
import dev.nightjar.store.Deferrals;
import dev.nightjar.workflow.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks how runs stand for which tasks wait. Thread-safe.
final class OtherRuns {
  private final Database database;
  private final Deferrals deferrals = new Deferrals();

  OtherRuns(Database database) {
    this.database = database;
  }

  /// How the wait ends; null if it goes on.
  @Nullable Outcome judge(Wait.ForRun other, Run own) {
    Instant time = Objects.requireNonNullElse(other.logicalTime(), own.cause().logicalTime());
    Optional<Deferrals.Standing> standing =
        database.read(
            transaction ->
                deferrals.standing(
                    transaction, other.workflow(), other.run(), time, other.tasks()));
    if (standing.isEmpty()) {
      return null;
    }
    List<String> states =
        other.tasks().isEmpty()
            ? List.of(word(standing.get().state()))
            : standing.get().tasks().values().stream().map(OtherRuns::word).toList();
    Optional<String> bad = states.stream().filter(other.bad()::contains).findFirst();
    if (bad.isPresent()) {
      return new Outcome.Failed(
          "%s of %s is %s.".formatted(what(other), other.workflow(), bad.get()), null);
    }
    boolean all = states.size() == Math.max(1, other.tasks().size());
    return all && other.good().containsAll(states) ? new Outcome.Succeeded() : null;
  }

  private static String what(Wait.ForRun other) {
    return other.tasks().isEmpty() ? "The run" : "A task";
  }

  /// As Airflow writes states.
  private static String word(Enum<?> state) {
    return state.name().equals("STOPPED") ? "failed" : state.name().toLowerCase(Locale.ROOT);
  }
}
