package dev.nightjar.alert;

import dev.nightjar.config.Secret;
import dev.nightjar.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Any program that takes JSON. `X-Nightjar-Signature` is `sha256=` and the HMAC-SHA-256 of
/// `X-Nightjar-Timestamp`, a dot and the body.
final class WebhookChannel implements Channel {
  private final Http http;
  private final URI url;
  private final @Nullable Secret secret;
  private final Clock clock;

  /// @param secret what is signed with; null to sign nothing
  WebhookChannel(Http http, URI url, @Nullable Secret secret, Clock clock) {
    this.http = http;
    this.url = url;
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public void send(Message message) throws ChannelException, InterruptedException {
    byte[] body = Json.compact(json(message));
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", message.key());
    headers.put("X-Nightjar-Timestamp", timestamp);
    if (secret != null) {
      headers.put("X-Nightjar-Signature", "sha256=" + sign(secret, timestamp, body));
    }
    http.post(url, headers, body);
  }

  static ObjectNode json(Message message) {
    return switch (message) {
      case AlertMessage alert -> json(alert);
      case TaskMessage(String key, String title, String text) ->
          Json.object()
              .put("id", key)
              .put("event", "message")
              .put("title", title)
              .put("text", text);
    };
  }

  private static ObjectNode json(AlertMessage message) {
    ObjectNode json = Json.object();
    json.put("id", message.key())
        .put("event", message.on().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("title", message.title());
    AlertMessage.Subject subject = message.subject();
    json.putObject("run")
        .put("id", subject.run())
        .put("definition_id", subject.workflow())
        .put("name", subject.name())
        .put("state", subject.state().toLowerCase(Locale.ROOT))
        .put("created_by", subject.by())
        .put("seconds", message.took() == null ? null : (Double) (message.took().toMillis() / 1e3))
        .put("url", message.link() == null ? null : message.link().toString());
    if (message.failure() == null) {
      json.putNull("error");
    } else {
      json.putObject("error")
          .put("message", message.failure().message())
          .put("details", message.failure().details());
    }
    ObjectNode parameters = json.putObject("parameters");
    message.parameters().forEach(parameters::put);
    return json;
  }

  private static String sign(Secret secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
