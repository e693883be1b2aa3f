package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final String KEY = "a0436f6c-1916-498b-8eb9-e81ab9368e84";
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  private final MessageCodec codec = new MessageCodec(KEY, NOON);

  /// Signed by jupyter_client 7.4.9, `Session(key=…).sign(…)`.
  private static final List<byte[]> FROM_JUPYTER =
      frames(
          "kernel.status",
          "<IDS|MSG>",
          "29962410be3fba6ef84dc6c20c8014b39dfa840f54bc0934ee2045fdfb0fe749",
          "{\"msg_id\":\"1\",\"msg_type\":\"status\"}",
          "{\"msg_id\":\"0\"}",
          "{}",
          "{\"execution_state\":\"idle\"}");

  private static List<byte[]> frames(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Test
  void a_message_that_jupyter_signed_is_accepted() {
    KernelMessage message = codec.decode(Channel.IOPUB, FROM_JUPYTER);

    assertThat(message.content()).isEqualTo(new KernelMessage.Status("idle"));
    assertThat(message.parentId()).isEqualTo("0");
    assertThat(message.buffers()).isEmpty();
  }

  @Test
  void frames_after_the_content_are_buffers() {
    List<byte[]> frames = new ArrayList<>(FROM_JUPYTER);
    frames.add(new byte[] {1, 2, 3});

    assertThat(codec.decode(Channel.IOPUB, frames).buffers())
        .singleElement()
        .isEqualTo(new byte[] {1, 2, 3});
  }

  @Test
  void each_changed_byte_is_noticed() {
    for (int frame = 2; frame < FROM_JUPYTER.size(); frame++) {
      List<byte[]> changed = new ArrayList<>(FROM_JUPYTER);
      byte[] bytes = changed.get(frame).clone();
      bytes[bytes.length - 1] ^= 1;
      changed.set(frame, bytes);

      assertThatThrownBy(() -> codec.decode(Channel.IOPUB, changed))
          .isInstanceOf(JsonException.class)
          .hasMessage("its signature is wrong");
    }
  }

  @Test
  void another_key_is_noticed() {
    assertThatThrownBy(() -> new MessageCodec("other", NOON).decode(Channel.IOPUB, FROM_JUPYTER))
        .hasMessage("its signature is wrong");
  }

  @Test
  void missing_frames_are_counted() {
    assertThatThrownBy(() -> codec.decode(Channel.IOPUB, FROM_JUPYTER.subList(0, 5)))
        .hasMessage("it has 5 frames");
    assertThatThrownBy(() -> codec.decode(Channel.IOPUB, List.of(new byte[0])))
        .hasMessage("it has 1 frames");
  }

  @Test
  void without_a_key_nothing_is_signed() {
    var unsigned = new MessageCodec("", NOON);
    List<byte[]> request = unsigned.encode("kernel_info_request", "id", Json.object());

    assertThat(request.get(1)).isEmpty();
    assertThat(unsigned.decode(Channel.SHELL, request).type()).isEqualTo("kernel_info_request");
  }

  @Test
  void a_request_is_what_the_protocol_asks_for() {
    List<byte[]> request = codec.encode("execute_request", "id-1", Json.object().put("code", "1"));

    assertThat(new String(request.get(2), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"msg_id":"id-1","msg_type":"execute_request","session":"%s","username":"nightjar",\
            "version":"5.4","date":"2026-01-01T12:00:00Z"}"""
                .formatted(codec.session()));
    assertThat(codec.decode(Channel.SHELL, request).type()).isEqualTo("execute_request");
  }
}
