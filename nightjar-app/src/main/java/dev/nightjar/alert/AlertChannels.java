package dev.nightjar.alert;

import dev.nightjar.config.ChannelConfig;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.FailureMails;
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
  private final ServerConfig.Alerts config;
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
    this.config = config;
    this.messages = new AlertMessages(database, artifacts, url, clock);
    this.channels = new Channels(config, secrets, clock);
  }

  /// Whether there is a server for mail.
  public static boolean mails(ServerConfig.Alerts config) {
    return config.channels().values().stream().anyMatch(ChannelConfig.Email.class::isInstance);
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
    if (FailureMails.is(alert) && !mails(config)) {
      return new Result.Sent(); // as in Airflow without a mail server, there is nobody to send it
    }
    Optional<? extends Message> message = messages.of(alert);
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
