package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages as a gateway's WebSocket carries them, in the newer format and the older
/// (<https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html>).
final class GatewayFormat {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private GatewayFormat() {}

  /// The newer format: the number of offsets, the offsets (all 64 bits, little endian), then
  /// channel, header, parent header, metadata, content and buffers, one after the other.
  static ByteBuffer encodeV1(Channel channel, JsonNode header, JsonNode content) {
    List<byte[]> parts =
        List.of(
            name(channel).getBytes(StandardCharsets.UTF_8),
            Json.compact(header),
            EMPTY_OBJECT,
            EMPTY_OBJECT,
            Json.compact(content));
    int start = 8 * (parts.size() + 2);
    int size = start + parts.stream().mapToInt(part -> part.length).sum();
    ByteBuffer message = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    message.putLong(parts.size() + 1);
    long offset = start;
    message.putLong(offset);
    for (byte[] part : parts) {
      offset += part.length;
      message.putLong(offset);
    }
    parts.forEach(message::put);
    return message.flip();
  }

  /// The older format: one JSON object.
  static String encodeText(Channel channel, JsonNode header, JsonNode content) {
    ObjectNode message = Json.object().put("channel", name(channel));
    message.set("header", header);
    message.set("parent_header", Json.object());
    message.set("metadata", Json.object());
    message.set("content", content);
    message.set("buffers", Json.array());
    return new String(Json.compact(message), StandardCharsets.UTF_8);
  }

  /// @throws JsonException if it is no message
  static KernelMessage decodeV1(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> parts = parts(message, offsets(in, 8));
    if (parts.size() < 5) {
      throw new JsonException("it has %d parts".formatted(parts.size()));
    }
    return MessageCodec.message(
        channel(new String(parts.get(0), StandardCharsets.UTF_8)),
        Json.parse(parts.get(1)),
        Json.parse(parts.get(2)),
        Json.parse(parts.get(4)),
        parts.subList(5, parts.size()));
  }

  /// @throws JsonException if it is no message
  static KernelMessage decodeText(String message) {
    return decode(Json.parse(message), List.of());
  }

  /// The older format of a message with buffers: the number of parts, their offsets (all 32 bits,
  /// big endian), then the JSON object and the buffers.
  ///
  /// @throws JsonException if it is no message
  static KernelMessage decodeBinary(byte[] message) {
    List<Integer> offsets = new ArrayList<>(offsets(ByteBuffer.wrap(message), 4));
    offsets.add(message.length);
    List<byte[]> parts = parts(message, offsets);
    if (parts.isEmpty()) {
      throw new JsonException("it has no parts");
    }
    return decode(Json.parse(parts.get(0)), parts.subList(1, parts.size()));
  }

  private static KernelMessage decode(JsonNode message, List<byte[]> buffers) {
    return MessageCodec.message(
        channel(message.path("channel").asString("")),
        message.path("header"),
        message.path("parent_header"),
        message.path("content"),
        buffers);
  }

  private static List<Integer> offsets(ByteBuffer in, int width) {
    List<Integer> offsets = new ArrayList<>();
    long count = in.remaining() < width ? 0 : number(in, width);
    if (count < 0 || count > in.remaining() / width) {
      throw new JsonException("it says that it has %d parts".formatted(count));
    }
    for (long i = 0; i < count; i++) {
      long offset = number(in, width);
      int last = offsets.isEmpty() ? 0 : offsets.getLast();
      if (offset < last || offset > in.capacity()) {
        throw new JsonException("its offsets are wrong");
      }
      offsets.add((int) offset);
    }
    return offsets;
  }

  private static long number(ByteBuffer in, int width) {
    return width == 8 ? in.getLong() : in.getInt();
  }

  private static List<byte[]> parts(byte[] message, List<Integer> offsets) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i + 1 < offsets.size(); i++) {
      parts.add(Arrays.copyOfRange(message, offsets.get(i), offsets.get(i + 1)));
    }
    return parts;
  }

  private static String name(Channel channel) {
    return channel.name().toLowerCase(Locale.ROOT);
  }

  private static Channel channel(String name) {
    return switch (name) {
      case "shell" -> Channel.SHELL;
      case "iopub" -> Channel.IOPUB;
      case "control" -> Channel.CONTROL;
      case "stdin" -> Channel.STDIN;
      default -> throw new JsonException("it is for channel '%s'".formatted(name));
    };
  }
}
