package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages as frames, signed (messaging protocol, "The Wire Protocol"). Thread-safe.
final class MessageCodec {
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);

  /// What is signed at a time. The JVM signs with the processor's own instructions once that is
  /// compiled, but one long call goes on to its end as it began, ten times slower.
  private static final int SLICE = 1 << 16;

  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final @Nullable Mac mac;
  private final Clock clock;
  private final String session = UUID.randomUUID().toString();

  /// @param key signs messages; empty for none
  MessageCodec(String key, Clock clock) {
    this.clock = clock;
    if (key.isEmpty()) {
      mac = null;
      return;
    }
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// Names this client to the kernel.
  String session() {
    return session;
  }

  /// The header of a request.
  ObjectNode header(String type, String id) {
    ObjectNode header = Json.object();
    header.put("msg_id", id).put("msg_type", type).put("session", session);
    header
        .put("username", "nightjar")
        .put("version", "5.4")
        .put("date", Instant.now(clock).toString());
    return header;
  }

  /// The frames of a request.
  List<byte[]> encode(String type, String id, JsonNode content) {
    byte[] header = Json.compact(header(type, id));
    byte[] body = Json.compact(content);
    byte[] signature = sign(List.of(header, EMPTY_OBJECT, EMPTY_OBJECT, body));
    return List.of(DELIMITER, signature, header, EMPTY_OBJECT, EMPTY_OBJECT, body);
  }

  /// The message in `frames`.
  ///
  /// @throws JsonException if it is not a message, or not signed with our key
  KernelMessage decode(Channel channel, List<byte[]> frames) {
    int start = 0;
    while (start < frames.size() && !Arrays.equals(frames.get(start), DELIMITER)) {
      start++;
    }
    if (frames.size() < start + 6) {
      throw new JsonException("it has %d frames".formatted(frames.size()));
    }
    List<byte[]> parts = frames.subList(start + 2, start + 6);
    if (!MessageDigest.isEqual(frames.get(start + 1), sign(parts))) {
      throw new JsonException("its signature is wrong");
    }
    return message(
        channel,
        Json.parse(parts.get(0)),
        Json.parse(parts.get(1)),
        Json.parse(parts.get(3)),
        frames.subList(start + 6, frames.size()));
  }

  /// The message that has these parts.
  static KernelMessage message(
      Channel channel, JsonNode header, JsonNode parent, JsonNode content, List<byte[]> buffers) {
    String type = header.path("msg_type").asString("");
    return new KernelMessage(
        channel,
        type,
        parent.path("msg_id").asString(""),
        header.path("date").asString(""),
        KernelMessage.content(type, content),
        List.copyOf(buffers));
  }

  private byte[] sign(List<byte[]> parts) {
    if (mac == null) {
      return new byte[0];
    }
    synchronized (mac) {
      for (byte[] part : parts) {
        for (int at = 0; at < part.length; at += SLICE) {
          mac.update(part, at, Math.min(SLICE, part.length - at));
        }
      }
      return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }
  }
}
