package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.AlertRule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/// Mails about attempts that failed, to whom their tasks say: alerts whose subject is the attempt,
/// stored with its end.
public final class FailureMails {
  private static final String MAIL = "mailto:";
  private static final char NUMBER = '#';

  private FailureMails() {}

  /// What a mail is about.
  public record About(TaskRunKey taskRun, int attempt) {}

  /// To be called in the transaction that ended an attempt.
  ///
  /// @param state what its task run is now
  static void put(
      Transaction transaction,
      Run run,
      TaskRunKey key,
      int attempt,
      TaskRunState state,
      Instant now) {
    boolean again = state == TaskRunState.UP_FOR_RETRY;
    if ((again || state == TaskRunState.FAILED)
        && run.task(key.task()).work() instanceof AirflowWork work
        && work.mail() != null
        && work.mail().wanted(again)) {
      new AlertStore(Clock.fixed(now, ZoneOffset.UTC))
          .put(
              transaction,
              run.id(),
              AlertRule.On.FAILURE,
              key.task() + NUMBER + attempt,
              MAIL + String.join(",", work.mail().to()));
    }
  }

  /// Whether an alert is such a mail.
  public static boolean is(AlertStore.Alert alert) {
    return alert.on() == AlertRule.On.FAILURE && alert.subject() != null;
  }

  /// What such a mail is about.
  public static About about(AlertStore.Alert alert) {
    String subject = String.valueOf(alert.subject());
    int number = subject.lastIndexOf(NUMBER);
    return new About(
        new TaskRunKey(alert.run(), subject.substring(0, number)),
        Integer.parseInt(subject.substring(number + 1)));
  }
}
