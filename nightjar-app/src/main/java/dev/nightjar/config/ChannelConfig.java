package dev.nightjar.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where alerts go.
public sealed interface ChannelConfig {
  /// Slack by its Web API, with the page of the notebook.
  ///
  /// @param channel a name with `#`, or an id
  /// @param api where Slack's methods are
  record Slack(Secret token, String channel, URI api) implements ChannelConfig {}

  /// Slack by an incoming webhook: the message only.
  record SlackWebhook(Secret url) implements ChannelConfig {}

  /// E-mail by SMTP.
  ///
  /// @param login null where the server wants none
  record Email(Smtp server, @Nullable Login login, String from, List<String> to)
      implements ChannelConfig {}

  /// Any other program, which checks the signature.
  ///
  /// @param secret what messages are signed with; null to sign none
  record Webhook(Secret url, @Nullable Secret secret) implements ChannelConfig {}

  /// An SMTP server.
  ///
  /// @param authorities the PEM file of who may vouch for it; null for those that Java knows
  record Smtp(String host, int port, Security security, @Nullable Path authorities) {}

  /// A name and a password.
  record Login(String user, Secret password) {}

  /// How a connection to an SMTP server is made safe.
  enum Security {
    /// In clear, then by STARTTLS, or not at all.
    STARTTLS,
    /// By TLS from the start.
    TLS,
    /// In clear: for servers on the same machine.
    NONE
  }
}
