package dev.nightjar.call;

import dev.nightjar.alert.AlertChannels;
import dev.nightjar.alert.TaskMessage;
import dev.nightjar.run.Report;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.workflow.MessageWork;
import java.util.List;
import java.util.Objects;

/// What a task tells people.
final class MessageCall implements Call {
  private final AlertChannels channels;
  private final MessageWork work;
  private final String key;

  /// @param key the same when it is told again
  MessageCall(AlertChannels channels, MessageWork work, String key) {
    this.channels = channels;
    this.work = work;
    this.key = key;
  }

  @Override
  public List<Report.Value> make(CallLog log) throws CallException, InterruptedException {
    String first = work.text().strip().lines().findFirst().orElse("");
    var message =
        new TaskMessage(key, Objects.requireNonNullElse(work.subject(), first), work.text());
    log.say("To " + work.target());
    return switch (channels.tell(work.target(), message)) {
      case AlertSender.Result.Sent() -> {
        log.say("Sent.");
        yield List.of();
      }
      case AlertSender.Result.Failed(String problem, _) ->
          throw new CallException("The message was not taken: " + problem);
    };
  }
}
