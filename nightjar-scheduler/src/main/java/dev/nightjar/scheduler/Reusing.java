package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.FormerWork;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.ReuseDecision.Origin;
import dev.nightjar.run.Waiting;
import dev.nightjar.store.Database;
import dev.nightjar.store.Memos;
import dev.nightjar.store.Memos.Answer;
import dev.nightjar.store.StoreException;
import dev.nightjar.workflow.Reuse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets attempts end without their work where that was done before. Thread-safe.
final class Reusing {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private final Database database;
  private final FormerWork former;
  private final Clock clock;
  private final Memos memos = new Memos();

  Reusing(Database database, FormerWork former, Clock clock) {
    this.database = database;
    this.former = former;
    this.clock = clock;
  }

  /// How an attempt ends without its work; empty if that is to be done, and is claimed for it.
  ///
  /// @param order with its templates filled in
  /// @param workflow the id of the stored workflow; null for none
  /// @throws dev.nightjar.executor.PreparationException if it can't be found out what the work
  ///     depends on
  Optional<Ending> instead(AttemptOrder order, @Nullable String workflow) {
    Reuse reuse = order.task().traits().reuse();
    if (reuse == null || workflow == null) {
      return Optional.empty();
    }
    Instant notBefore = reuse.ttl() == null ? null : clock.instant().minus(reuse.ttl());
    var own = new Origin(order.taskRun().run(), order.taskRun().task(), order.number());
    var asked =
        new Memos.Asked(
            workflow,
            order.taskRun().baseTask(),
            order.task().after(),
            own,
            former.fingerprint(order),
            notBefore,
            null,
            order.ofTry().resumes());
    while (true) {
      switch (claim(asked)) {
        case Answer.Do() -> {
          return Optional.empty();
        }
        case Answer.Await(var work) -> {
          var waiting = new Waiting(work, LOOKS_EVERY, null, false);
          return Optional.of(Ending.of(new Outcome.Deferred(waiting)));
        }
        case Answer.Over() -> {
          return Optional.of(Ending.of(new Outcome.Lost("Its worker does not hold it any more.")));
        }
        case Answer.Use(Origin origin, var artifacts, var values) -> {
          Optional<String> gone = former.take(origin.taskRun(), origin.attempt(), artifacts, order);
          if (gone.isEmpty()) {
            return Optional.of(
                new Ending(
                    new Outcome.Reused(origin.run()),
                    artifacts,
                    new Report(values, null, List.of())));
          }
          asked = asked.without(new Memos.Gone(origin, gone.get()));
        }
      }
    }
  }

  private Answer claim(Memos.Asked asked) {
    while (true) {
      try {
        return database.write(transaction -> memos.claim(transaction, asked));
      } catch (StoreException.Duplicate sameMoment) {
        // another attempt has claimed this work by now: that is seen when it is asked again
        Thread.onSpinWait();
      }
    }
  }
}
