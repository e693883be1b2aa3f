package dev.nightjar.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.ZMQ;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages of the Jupyter protocol on JeroMQ sockets, as a kernel sends and receives them.
final class FakeWire {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DELIMITER = "<IDS|MSG>";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private final String key;
  private final String session = UUID.randomUUID().toString();

  FakeWire(String key) {
    this.key = key;
  }

  /// A request as it came in.
  record Request(List<byte[]> identities, String header, JsonNode content) {
    String type() {
      return JSON.readTree(header).path("msg_type").asString();
    }

    /// The same for a request that nobody made.
    Request ofSomebodyElse() {
      Map<String, Object> other = new LinkedHashMap<>();
      other.put("msg_id", "of-somebody-else");
      other.put("msg_type", "execute_request");
      return new Request(identities, JSON.writeValueAsString(other), content);
    }
  }

  Request receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    do {
      frames.add(socket.recv());
    } while (socket.hasReceiveMore());
    int start = 0;
    while (!new String(frames.get(start), StandardCharsets.UTF_8).equals(DELIMITER)) {
      start++;
    }
    List<byte[]> signed = frames.subList(start + 2, start + 6);
    String signature = new String(frames.get(start + 1), StandardCharsets.UTF_8);
    if (!signature.equals(sign(key, signed))) {
      throw new IllegalStateException("the client's signature is wrong: " + signature);
    }
    return new Request(
        List.copyOf(frames.subList(0, start)),
        new String(signed.get(0), StandardCharsets.UTF_8),
        JSON.readTree(signed.get(3)));
  }

  /// The frames of a message, without identities.
  List<byte[]> frames(String type, Request parent, byte[] content) {
    return frames(key, type, parent, content);
  }

  List<byte[]> forged(String type, Request parent, byte[] content) {
    return frames("not " + key, type, parent, content);
  }

  private List<byte[]> frames(String signedWith, String type, Request parent, byte[] content) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("msg_id", UUID.randomUUID().toString());
    header.put("session", session);
    header.put("username", "fake");
    header.put("date", Instant.now().toString());
    header.put("msg_type", type);
    header.put("version", "5.3");
    List<byte[]> signed =
        List.of(
            JSON.writeValueAsBytes(header),
            parent.header().getBytes(StandardCharsets.UTF_8),
            EMPTY,
            content);
    List<byte[]> frames = new ArrayList<>();
    frames.add(DELIMITER.getBytes(StandardCharsets.UTF_8));
    frames.add(sign(signedWith, signed).getBytes(StandardCharsets.UTF_8));
    frames.addAll(signed);
    return frames;
  }

  static void send(ZMQ.Socket socket, List<byte[]> identities, List<byte[]> frames) {
    List<byte[]> all = new ArrayList<>(identities);
    all.addAll(frames);
    for (int i = 0; i < all.size(); i++) {
      socket.send(all.get(i), i + 1 < all.size() ? ZMQ.SNDMORE : 0);
    }
  }

  static byte[] json(Map<String, Object> content) {
    return JSON.writeValueAsBytes(content);
  }

  private static String sign(String key, List<byte[]> parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      parts.forEach(mac::update);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
