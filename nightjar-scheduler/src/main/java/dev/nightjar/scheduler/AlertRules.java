package dev.nightjar.scheduler;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.workflow.AlertRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts alerts in the outbox, by the rules of a run's workflow and those for all runs.
final class AlertRules {
  private final AlertStore alerts;
  private final List<AlertRule> forAll;
  private final RunLists lists = new RunLists();

  AlertRules(AlertStore alerts, List<AlertRule> forAll) {
    this.alerts = alerts;
    this.forAll = List.copyOf(forAll);
  }

  /// To be called in the transaction that ended the run.
  void ended(Transaction transaction, Run run) {
    Set<AlertRule.On> happened = EnumSet.noneOf(AlertRule.On.class);
    switch (run.status().state()) {
      case FAILED -> happened.add(AlertRule.On.FAILURE);
      case SUCCESS -> {
        happened.add(AlertRule.On.SUCCESS);
        if (wanted(run, AlertRule.On.RECOVERY) && recovered(transaction, run)) {
          happened.add(AlertRule.On.RECOVERY);
        }
      }
      case QUEUED, RUNNING, STOPPING, STOPPED -> {}
    }
    happened.forEach(on -> put(transaction, run, on, null));
  }

  /// To be called when the run takes longer than expected; only the first call has an effect.
  void late(Transaction transaction, Run run) {
    put(transaction, run, AlertRule.On.TOO_LONG, null);
  }

  /// To be called in the transaction that found deadlines missed: one alert for all of a run.
  void missed(Transaction transaction, Deadlines.Missed missed) {
    put(transaction, missed.run(), AlertRule.On.TOO_LATE, missed.deadlines().getFirst().task());
  }

  private boolean wanted(Run run, AlertRule.On on) {
    return rules(run).anyMatch(rule -> rule.on().contains(on));
  }

  private Stream<AlertRule> rules(Run run) {
    return Stream.concat(run.workflow().alerts().stream(), forAll.stream());
  }

  private void put(Transaction transaction, Run run, AlertRule.On on, @Nullable String subject) {
    rules(run)
        .filter(rule -> rule.on().contains(on))
        .map(AlertRule::target)
        .distinct()
        .forEach(target -> alerts.put(transaction, run.id(), on, subject, target));
  }

  private boolean recovered(Transaction transaction, Run run) {
    if (run.workflowId() == null) {
      return false;
    }
    Optional<Run> before = lists.endedBefore(transaction, run.workflowId(), run.id());
    return before.isPresent() && before.get().status().state() == RunState.FAILED;
  }
}
