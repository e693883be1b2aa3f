package dev.nightjar.alert;

import dev.nightjar.config.Secret;
import dev.nightjar.json.Json;
import java.net.URI;
import java.util.Map;

/// Slack by an incoming webhook, which takes messages but no files.
final class SlackWebhookChannel implements Channel {
  private final Http http;
  private final Secret url;

  SlackWebhookChannel(Http http, Secret url) {
    this.http = http;
    this.url = url;
  }

  @Override
  public void send(Message message) throws ChannelException, InterruptedException {
    http.post(
        URI.create(url.reveal()),
        Map.of("Content-Type", "application/json", "Idempotency-Key", message.key()),
        Json.compact(SlackBlocks.of(message)));
  }
}
