package dev.nightjar.alert;

import dev.nightjar.config.ChannelConfig;
import dev.nightjar.config.Secret;
import dev.nightjar.config.ServerConfig;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Finds the channel that an alert's target names.
final class Channels {
  private static final URI SLACK = URI.create("https://slack.com/api");

  private final ServerConfig.Alerts config;
  private final JobSecrets secrets;
  private final Clock clock;
  private final Http http = new Http();

  Channels(ServerConfig.Alerts config, JobSecrets secrets, Clock clock) {
    this.config = config;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// @throws ChannelException if there is none
  Channel find(String target) throws ChannelException {
    ChannelConfig configured = config.channels().get(target);
    if (configured != null) {
      return of(configured);
    }
    int colon = target.indexOf(':');
    String rest = target.substring(colon + 1);
    return switch (colon < 0 ? "" : target.substring(0, colon)) {
      case "slack" -> slack(rest);
      case "mailto" -> {
        ChannelConfig.Email email = first(ChannelConfig.Email.class, "email");
        yield new EmailChannel(email, List.of(rest.split(",", -1)), clock);
      }
      case "https" -> new WebhookChannel(http, URI.create(target), config.webhookSecret(), clock);
      default ->
          throw new ChannelException(
              "there is no channel '%s' (channels: %s)"
                  .formatted(target, String.join(", ", config.channels().keySet())));
    };
  }

  private Channel slack(String rest) throws ChannelException {
    int secret = rest.indexOf(SlackParameters.SECRET);
    if (secret < 0) {
      ChannelConfig.Slack slack = first(ChannelConfig.Slack.class, "slack");
      return new SlackChannel(http, slack.api(), slack.token(), SlackParameters.named(rest));
    }
    String name = rest.substring(secret + SlackParameters.SECRET.length());
    Secret token =
        secrets
            .find(name)
            .orElseThrow(
                () ->
                    new ChannelException(
                        "this server does not have the job's SLACK_TOKEN: servers that share a database need to share the folder of secrets"));
    return new SlackChannel(http, slackApi(), token, rest.substring(0, secret));
  }

  private URI slackApi() {
    return config.channels().values().stream()
        .filter(ChannelConfig.Slack.class::isInstance)
        .map(ChannelConfig.Slack.class::cast)
        .map(ChannelConfig.Slack::api)
        .findFirst()
        .orElse(SLACK);
  }

  private <T extends ChannelConfig> T first(Class<T> type, String word) throws ChannelException {
    for (Map.Entry<String, ChannelConfig> entry : config.channels().entrySet()) {
      if (type.isInstance(entry.getValue())) {
        return type.cast(entry.getValue());
      }
    }
    throw new ChannelException(
        "no channel of type %s is configured, whose server and login this would use"
            .formatted(word));
  }

  private Channel of(ChannelConfig channel) {
    return switch (channel) {
      case ChannelConfig.Slack slack ->
          new SlackChannel(
              http, slack.api(), slack.token(), SlackParameters.named(slack.channel()));
      case ChannelConfig.SlackWebhook webhook -> new SlackWebhookChannel(http, webhook.url());
      case ChannelConfig.Email email -> new EmailChannel(email, email.to(), clock);
      case ChannelConfig.Webhook webhook ->
          new WebhookChannel(http, URI.create(webhook.url().reveal()), webhook.secret(), clock);
    };
  }
}
