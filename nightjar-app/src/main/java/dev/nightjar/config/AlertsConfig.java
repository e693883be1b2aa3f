package dev.nightjar.config;

import dev.nightjar.config.ChannelConfig.Security;
import dev.nightjar.config.ServerConfig.Alerts;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the part of a configuration that is about alerts.
final class AlertsConfig {
  private static final Set<String> EVENTS =
      Set.of("failure", "success", "recovery", "too-long", "too-late");
  private static final String SLACK_API = "https://slack.com/api";

  private final ConfigKeys keys;
  private final Secrets secrets;

  private AlertsConfig(ConfigKeys keys, Secrets secrets) {
    this.keys = keys;
    this.secrets = secrets;
  }

  static Alerts read(ConfigKeys keys, Secrets secrets) {
    var reader = new AlertsConfig(keys, secrets);
    Map<String, ChannelConfig> channels = new LinkedHashMap<>();
    for (String name : keys.namesBelow("alerts.channels")) {
      ChannelConfig channel = reader.channel("alerts.channels." + name);
      if (channel != null) {
        channels.put(name, channel);
      }
    }
    return new Alerts(
        channels,
        reader.rules(channels.keySet()),
        keys.secretOrNull("alerts.webhook-secret", secrets));
  }

  private @Nullable ChannelConfig channel(String key) {
    String type = keys.choice(key + ".type", "", "slack", "slack-webhook", "email", "webhook");
    return switch (type) {
      case "slack" ->
          new ChannelConfig.Slack(
              secret(key + ".token", "a bot's token, xoxb-…"),
              keys.required(key + ".channel", "such as '#alerts'"),
              api(key + ".api"));
      case "slack-webhook" -> new ChannelConfig.SlackWebhook(address(key + ".url"));
      case "webhook" ->
          new ChannelConfig.Webhook(
              address(key + ".url"), keys.secretOrNull(key + ".secret", secrets));
      case "email" -> email(key);
      default -> {
        keys.problemOf(key + ".type", "give slack, slack-webhook, email or webhook");
        yield null;
      }
    };
  }

  private URI api(String key) {
    URI given = keys.urlOrNull(key, "http", "https");
    return given == null ? URI.create(SLACK_API) : given;
  }

  private Secret secret(String key, String what) {
    Secret secret = keys.secretOrNull(key, secrets);
    if (secret == null && !keys.has(key)) {
      keys.problem("%s is missing: %s".formatted(key, what));
    }
    return secret == null ? new Secret("") : secret;
  }

  /// Addresses of webhooks are secrets: who knows them may write there.
  private Secret address(String key) {
    Secret address = secret(key, "an address that starts with https://");
    if (!address.reveal().isEmpty()) {
      try {
        ConfigKeys.url(address.reveal(), "http", "https");
      } catch (IllegalArgumentException e) {
        keys.problemOf(key, String.valueOf(e.getMessage()));
      }
    }
    return address;
  }

  private ChannelConfig email(String key) {
    Security security =
        Security.valueOf(
            keys.choice(key + ".security", "starttls", "starttls", "tls", "none")
                .toUpperCase(Locale.ROOT));
    int port =
        switch (security) {
          case STARTTLS -> 587;
          case TLS -> 465;
          case NONE -> 25;
        };
    String user = keys.textOrNull(key + ".user");
    Secret password = keys.secretOrNull(key + ".password", secrets);
    if ((user == null) != (password == null)) {
      keys.problem("%1$s: give both %1$s.user and %1$s.password, or neither".formatted(key));
    }
    return new ChannelConfig.Email(
        new ChannelConfig.Smtp(
            keys.required(key + ".host", "the SMTP server"),
            keys.integer(key + ".port", port, 1, 65_535),
            security,
            keys.pathOrNull(key + ".authorities")),
        user == null || password == null ? null : new ChannelConfig.Login(user, password),
        keys.required(key + ".from", "the sender's address"),
        keys.list(key + ".to").stream().map(ConfigKeys.Given::text).toList());
  }

  private List<Alerts.Rule> rules(Set<String> channels) {
    List<Alerts.Rule> rules = new ArrayList<>();
    for (int i = 0; i < keys.count("alerts.rules"); i++) {
      String key = "alerts.rules[%d]".formatted(i);
      Set<String> on = new LinkedHashSet<>();
      for (ConfigKeys.Given event : keys.list(key + ".on")) {
        if (EVENTS.contains(event.text())) {
          on.add(event.text());
        } else {
          keys.problem(
              event.origin(),
              key + ".on",
              "'%s' is none of failure, success, recovery, too-long, too-late"
                  .formatted(event.text()));
        }
      }
      String to = keys.required(key + ".to", "a channel's name");
      if (!to.isEmpty() && to.indexOf(':') < 0 && !channels.contains(to)) {
        keys.problemOf(
            key + ".to",
            "there is no channel '%s' (channels: %s)"
                .formatted(to, channels.isEmpty() ? "none" : String.join(", ", channels)));
      }
      if (on.isEmpty()) {
        keys.problemOf(key + ".on", "say on what: failure, success, recovery, too-long, too-late");
      } else {
        rules.add(new Alerts.Rule(Set.copyOf(on), to));
      }
    }
    return rules;
  }
}
