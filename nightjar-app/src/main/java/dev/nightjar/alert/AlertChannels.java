package dev.nightjar.alert;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.workflow.AlertRule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sends alerts, and what tasks tell, by Slack, e-mail and webhooks.
public final class AlertChannels implements AlertSender {
  private final AlertMessages messages;
  private final Channels channels;

  /// @param artifacts the folder of all that runs leave
  /// @param url where people reach the server; null if that is not known
  public AlertChannels(
      ServerConfig.Alerts config,
      JobSecrets secrets,
      Database database,
      Path artifacts,
      @Nullable URI url,
      Clock clock) {
    this.messages = new AlertMessages(database, artifacts, url, clock);
    this.channels = new Channels(config, secrets, clock);
  }

  /// The rules for all runs.
  public static List<AlertRule> rules(ServerConfig.Alerts config) {
    return config.rules().stream()
        .map(
            rule ->
                new AlertRule(
                    rule.on().stream()
                        .map(on -> on.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .map(AlertRule.On::valueOf)
                        .collect(Collectors.toSet()),
                    rule.to()))
        .toList();
  }

  @Override
  public Result send(AlertStore.Alert alert) throws InterruptedException {
    Optional<AlertMessage> message = messages.of(alert);
    if (message.isEmpty()) {
      return new Result.Sent(); // its run was deleted meanwhile: there is nothing to tell
    }
    return send(alert.target(), message.get());
  }

  /// Tries once to tell people what a task has to say.
  ///
  /// @param target as of an alert
  public Result tell(String target, TaskMessage message) throws InterruptedException {
    return send(target, message);
  }

  private Result send(String target, Message message) throws InterruptedException {
    try {
      channels.find(target).send(message);
      return new Result.Sent();
    } catch (ChannelException e) {
      return new Result.Failed(String.valueOf(e.getMessage()), e.waitAsked());
    }
  }
}
