package dev.nightjar.call;

import dev.nightjar.alert.AlertChannels;
import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Probe;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Wait;
import java.time.Duration;

/// Makes calls of what tasks say, and asks for waits. Thread-safe.
public final class Calls implements Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Connections connections;
  private final AlertChannels channels;
  private final HttpSender http = new HttpSender();

  public Calls(Connections connections, AlertChannels channels) {
    this.connections = connections;
    this.channels = channels;
  }

  /// The call of a task, its templates filled in.
  Call of(AttemptOrder order) {
    return switch (order.task().work()) {
      case HttpWork(HttpRequest request) -> new HttpCall(http, connections, request);
      case SqlWork work -> new SqlCall(connections, work);
      case MessageWork work -> new MessageCall(channels, work, key(order));
      default -> throw new IllegalArgumentException(order.taskRun() + " is no call");
    };
  }

  /// The same for each attempt of one try: if it was lost, nobody knows whether it was made.
  private static String key(AttemptOrder order) {
    TaskRunKey key = order.taskRun();
    return "%s.%s.%d"
        .formatted(key.run(), key.task().replaceAll("[^\\w.-]", "_"), order.tryNumber());
  }

  @Override
  public boolean isSo(Wait.ForHttp wait) throws InterruptedException {
    HttpTarget target = HttpTarget.of(wait.request(), connections);
    try (HttpSender.Answer answer = http.send(wait.request(), target, PATIENCE)) {
      return wait.request().expects(answer.status());
    } catch (CallException notYet) {
      return false;
    }
  }
}
