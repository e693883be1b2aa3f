package dev.nightjar.alert;

import dev.nightjar.config.Secret;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Slack by its Web API: the message, and the notebook's page in its thread.
final class SlackChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(SlackChannel.class);

  private final Http http;
  private final URI api;
  private final Secret token;
  private final String channel;

  /// @param api where the methods are: `https://slack.com/api`
  /// @param channel a name with `#`, or an id
  SlackChannel(Http http, URI api, Secret token, String channel) {
    this.http = http;
    this.api = api;
    this.token = token;
    this.channel = channel;
  }

  @Override
  public void send(Message message) throws ChannelException, InterruptedException {
    ObjectNode post = SlackBlocks.of(message);
    post.put("channel", channel).put("unfurl_links", false);
    post.putObject("metadata")
        .put("event_type", "nightjar_alert")
        .putObject("event_payload")
        .put("idempotency_key", message.key());
    JsonNode posted = call("chat.postMessage", message.key(), post);
    if (message.page() != null) {
      try {
        upload(message.page(), message.key(), posted);
      } catch (ChannelException e) {
        // The message is there; to send it again for its page would say it twice.
        LOG.warn("alert {}: Slack did not take the page: {}", message.key(), e.getMessage());
      }
    }
  }

  private void upload(AlertMessage.Page page, String key, JsonNode posted)
      throws ChannelException, InterruptedException {
    String form =
        "filename=%s&length=%d"
            .formatted(URLEncoder.encode(page.name(), StandardCharsets.UTF_8), page.html().length);
    JsonNode place =
        call(
            "files.getUploadURLExternal",
            key,
            "application/x-www-form-urlencoded",
            form.getBytes(StandardCharsets.UTF_8));
    URI url = URI.create(place.path("upload_url").asString(""));
    String host = String.valueOf(url.getHost());
    if (!host.equals(api.getHost()) && !host.endsWith(".slack.com")) {
      throw new ChannelException("files.getUploadURLExternal leads to another place");
    }
    http.post(url, Map.of("Content-Type", "application/octet-stream"), page.html());
    ObjectNode complete = Json.object();
    complete
        .putArray("files")
        .addObject()
        .put("id", place.path("file_id").asString(""))
        .put("title", page.name());
    complete
        .put("channel_id", posted.path("channel").asString(""))
        .put("thread_ts", posted.path("ts").asString(""));
    call("files.completeUploadExternal", key, complete);
  }

  private JsonNode call(String method, String key, ObjectNode body)
      throws ChannelException, InterruptedException {
    return call(method, key, "application/json; charset=utf-8", Json.compact(body));
  }

  private JsonNode call(String method, String key, String type, byte[] body)
      throws ChannelException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + token.reveal());
    headers.put("Content-Type", type);
    headers.put("Idempotency-Key", key);
    String answer = http.post(URI.create(api + "/" + method), headers, body);
    try {
      JsonNode json = Json.parse(answer);
      if (json.path("ok").asBoolean(false)) {
        return json;
      }
      throw new ChannelException(
          "Slack's %s says: %s".formatted(method, json.path("error").asString("not ok")));
    } catch (JsonException e) {
      throw new ChannelException("Slack's %s answered no JSON".formatted(method));
    }
  }
}
