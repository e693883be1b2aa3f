package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GatewayFormatTest {
  /// `serialize_msg_to_ws_v1` of jupyter_server 1.23.3.
  private static final byte[] V1 =
      HexFormat.of()
          .parseHex(
              "080000000000000048000000000000004d0000000000000074000000000000008300000000000000850000"
                  + "0000000000a100000000000000a400000000000000a400000000000000696f7075627b226d73675f69"
                  + "64223a202231222c20226d73675f74797065223a2022636f6d6d5f6d7367227d7b226d73675f696422"
                  + "3a202230227d7b7d7b22636f6d6d5f6964223a202263222c202264617461223a207b7d7d616263");

  /// `serialize_binary_message` of jupyter_server 1.23.3.
  private static final byte[] BINARY =
      HexFormat.of()
          .parseHex(
              "0000000300000010000000b2000000b57b226368616e6e656c223a2022696f707562222c20226865616465"
                  + "72223a207b226d73675f6964223a202231222c20226d73675f74797065223a2022636f6d6d5f6d7367"
                  + "227d2c2022706172656e745f686561646572223a207b226d73675f6964223a202230227d2c20226d65"
                  + "746164617461223a207b7d2c2022636f6e74656e74223a207b22636f6d6d5f6964223a202263222c20"
                  + "2264617461223a207b7d7d7d616263");

  private static void assertIsTheMessage(KernelMessage message) {
    assertThat(message.channel()).isEqualTo(Channel.IOPUB);
    assertThat(message.type()).isEqualTo("comm_msg");
    assertThat(message.parentId()).isEqualTo("0");
    assertThat(message.content()).isEqualTo(new KernelMessage.Comm("c", "", Json.object()));
    assertThat(message.buffers()).containsExactly(new byte[] {'a', 'b', 'c'}, new byte[0]);
  }

  @Test
  void jupyters_newer_format_is_read() {
    assertIsTheMessage(GatewayFormat.decodeV1(V1));
  }

  @Test
  void jupyters_older_format_with_buffers_is_read() {
    assertIsTheMessage(GatewayFormat.decodeBinary(BINARY));
  }

  @Test
  void what_is_written_in_the_newer_format_can_be_read() {
    ByteBuffer message =
        GatewayFormat.encodeV1(
            Channel.SHELL,
            Json.object().put("msg_type", "new").put("msg_id", "1"),
            Json.object().put("a", "ü"));
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    KernelMessage read = GatewayFormat.decodeV1(bytes);

    assertThat(read.channel()).isEqualTo(Channel.SHELL);
    assertThat(read.content()).isEqualTo(new KernelMessage.Other(Json.object().put("a", "ü")));
  }

  @Test
  void no_cut_and_no_changed_byte_does_more_than_a_refusal() {
    for (byte[] sound : List.of(V1, BINARY)) {
      for (int i = 0; i < sound.length; i++) {
        tryBoth(Arrays.copyOf(sound, i));
        byte[] changed = sound.clone();
        changed[i] ^= (byte) 0x80;
        tryBoth(changed);
      }
    }
    assertThatThrownBy(() -> GatewayFormat.decodeText("{}"))
        .isInstanceOf(JsonException.class)
        .hasMessage("it is for channel ''");
  }

  private static void tryBoth(byte[] message) {
    for (var decoder :
        List.<Function<byte[], KernelMessage>>of(
            GatewayFormat::decodeV1, GatewayFormat::decodeBinary)) {
      try {
        assertThat(decoder.apply(message).type()).isNotNull();
      } catch (JsonException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }
}
