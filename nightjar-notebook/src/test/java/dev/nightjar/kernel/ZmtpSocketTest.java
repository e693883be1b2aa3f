package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.testkit.RawPeer;
import dev.nightjar.testkit.ZmqPeer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ZmtpSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static ZmtpSocket dealer(int port) throws IOException {
    return dealer(port, PATIENCE);
  }

  private static ZmtpSocket dealer(int port, Duration patience) throws IOException {
    byte[] identity = "me".getBytes(StandardCharsets.US_ASCII);
    return ZmtpSocket.connect("tcp", "127.0.0.1", port, ZmtpSocket.Type.DEALER, identity, patience);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Nested
  class WithJeromq {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 65_535, 65_536, 65_537, 20_000_000})
    void a_frame_of_any_size_comes_back_as_it_went(int size) throws IOException {
      try (ZmqPeer echo = ZmqPeer.echo();
          ZmtpSocket socket = dealer(echo.port())) {
        byte[] frame = random(size);
        socket.send(List.of(frame));

        assertThat(socket.receive()).singleElement().isEqualTo(frame);
      }
    }

    @Test
    void a_message_keeps_its_frames() throws IOException {
      try (ZmqPeer echo = ZmqPeer.echo();
          ZmtpSocket socket = dealer(echo.port())) {
        List<byte[]> frames = new ArrayList<>();
        for (int size : new int[] {0, 3, 255, 256, 0, 70_000, 0}) {
          frames.add(random(size));
        }
        socket.send(frames);

        assertThat(socket.receive().toArray()).containsExactly(frames.toArray());
      }
    }

    @Test
    void a_subscriber_gets_everything_in_order() throws IOException, InterruptedException {
      try (ZmqPeer publisher = ZmqPeer.publisher();
          ZmtpSocket socket =
              ZmtpSocket.connect(
                  "tcp",
                  "127.0.0.1",
                  publisher.port(),
                  ZmtpSocket.Type.SUB,
                  new byte[0],
                  PATIENCE)) {
        assertThat(publisher.awaitSubscriber()).isTrue();
        for (int i = 0; i < 5_000; i++) {
          publisher.send(List.of(new byte[0], ByteBuffer.allocate(4).putInt(i).array()));
        }
        for (int i = 0; i < 5_000; i++) {
          assertThat(ByteBuffer.wrap(socket.receive().get(1)).getInt()).isEqualTo(i);
        }
      }
    }

    @Test
    void a_peer_that_closes_is_the_end_of_the_stream() throws IOException {
      ZmqPeer echo = ZmqPeer.echo();
      try (ZmtpSocket socket = dealer(echo.port())) {
        echo.close();

        assertThatThrownBy(socket::receive).isInstanceOf(EOFException.class);
      }
    }

    @Test
    void many_threads_may_send() throws Exception {
      try (ZmqPeer echo = ZmqPeer.echo();
          ZmtpSocket socket = dealer(echo.port())) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          byte[] frame = random(1000 + i);
          threads.add(
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          for (int n = 0; n < 50; n++) {
                            socket.send(List.of(frame, frame));
                          }
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }));
        }
        for (int i = 0; i < 400; i++) {
          List<byte[]> message = socket.receive();
          assertThat(message).hasSize(2);
          assertThat(message.get(0)).isEqualTo(random(message.get(0).length));
          assertThat(message.get(1)).isEqualTo(message.get(0));
        }
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
  }

  @Nested
  class WithAPeerByHand {
    private final CompletableFuture<byte[]> heard = new CompletableFuture<>();

    @Test
    void a_ping_is_answered_with_its_context() throws Exception {
      try (RawPeer peer =
              new RawPeer(
                  (in, out) -> {
                    RawPeer.shakeHands(in, out, "ROUTER");
                    out.write(
                        RawPeer.command(
                            (byte) 4,
                            (byte) 'P',
                            (byte) 'I',
                            (byte) 'N',
                            (byte) 'G',
                            (byte) 0,
                            (byte) 10,
                            (byte) 'h',
                            (byte) 'i'));
                    heard.complete(RawPeer.frame(in));
                    out.write(new byte[] {0, 1, 'x'});
                    in.readAllBytes();
                  });
          ZmtpSocket socket = dealer(peer.port())) {
        assertThat(socket.receive()).singleElement().isEqualTo(new byte[] {'x'});
        assertThat(heard.get(5, TimeUnit.SECONDS))
            .isEqualTo(new byte[] {4, 'P', 'O', 'N', 'G', 'h', 'i'});
      }
    }

    @Test
    void unknown_and_short_commands_are_skipped() throws Exception {
      try (RawPeer peer =
              new RawPeer(
                  (in, out) -> {
                    RawPeer.shakeHands(in, out, "ROUTER");
                    out.write(RawPeer.command((byte) 3, (byte) 'F', (byte) 'O', (byte) 'O'));
                    out.write(
                        RawPeer.command((byte) 4, (byte) 'P', (byte) 'I', (byte) 'N', (byte) 'G'));
                    out.write(RawPeer.command());
                    out.write(new byte[] {0, 1, 'x'});
                    in.readAllBytes();
                  });
          ZmtpSocket socket = dealer(peer.port())) {
        assertThat(socket.receive()).singleElement().isEqualTo(new byte[] {'x'});
      }
    }

    @Test
    void bytes_may_come_one_by_one() throws Exception {
      var message = new ByteArrayOutputStream();
      message.writeBytes(new byte[] {1, 0, 3, 0, 0, 0, 0, 0, 0, 1, 0});
      message.writeBytes(random(256));
      message.writeBytes(new byte[] {0, 2, 'o', 'k'});
      try (RawPeer peer =
              new RawPeer(
                  (in, out) -> {
                    byteByByte(out, RawPeer.greeting());
                    in.readFully(new byte[64]);
                    byteByByte(out, RawPeer.ready("ROUTER"));
                    byteByByte(out, message.toByteArray());
                    in.readAllBytes();
                  });
          ZmtpSocket socket = dealer(peer.port())) {
        assertThat(socket.receive().toArray())
            .containsExactly(new byte[0], random(256), new byte[] {'o', 'k'});
      }
    }

    private void byteByByte(OutputStream out, byte[] bytes) throws IOException {
      for (byte b : bytes) {
        out.write(b);
        out.flush();
      }
    }

    @Test
    void the_client_says_who_and_what_it_is() throws Exception {
      try (RawPeer peer =
              new RawPeer(
                  (in, out) -> {
                    heard.complete(RawPeer.shakeHands(in, out, "ROUTER"));
                    in.readAllBytes();
                  });
          ZmtpSocket _ = dealer(peer.port())) {
        assertThat(new String(heard.get(5, TimeUnit.SECONDS), StandardCharsets.US_ASCII))
            .isEqualTo("\5READY\13Socket-Type\0\0\0\6DEALER\10Identity\0\0\0\2me");
      }
    }

    @Test
    void another_protocol_is_refused() {
      byte[] http = new byte[64];
      Arrays.fill(http, (byte) 'H');
      try (RawPeer peer = new RawPeer((_, out) -> out.write(http))) {
        assertThatThrownBy(() -> dealer(peer.port()))
            .isInstanceOf(IOException.class)
            .hasMessage("the peer does not speak ZMTP 3");
      }
    }

    @Test
    void a_greeting_cut_off_is_the_end_of_the_stream() {
      try (RawPeer peer = new RawPeer((_, out) -> out.write(RawPeer.greeting(), 0, 20))) {
        assertThatThrownBy(() -> dealer(peer.port())).isInstanceOf(IOException.class);
      }
    }

    @Test
    void an_error_instead_of_ready_is_told() {
      try (RawPeer peer =
          new RawPeer(
              (in, out) -> {
                out.write(RawPeer.greeting());
                in.readFully(new byte[64]);
                out.write(RawPeer.command("\5ERROR\7no room".getBytes(StandardCharsets.US_ASCII)));
                in.readAllBytes();
              })) {
        assertThatThrownBy(() -> dealer(peer.port()))
            .hasMessage("the peer refused the connection: .ERROR.no room");
      }
    }

    @Test
    void a_peer_that_says_nothing_is_given_up() {
      try (RawPeer peer = new RawPeer((in, _) -> in.readAllBytes())) {
        assertThatThrownBy(() -> dealer(peer.port(), Duration.ofMillis(200)))
            .hasMessage("it took the connection, but did not shake hands");
      }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1L << 40})
    void a_length_that_no_memory_holds_is_refused(long length) throws Exception {
      try (RawPeer peer = announcing(length);
          ZmtpSocket socket = dealer(peer.port())) {
        assertThatThrownBy(socket::receive)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("too large to receive");
      }
    }

    @Test
    void room_is_made_only_for_what_comes() throws Exception {
      try (RawPeer peer = announcing(Integer.MAX_VALUE - 8L);
          ZmtpSocket socket = dealer(peer.port())) {
        assertThatThrownBy(socket::receive).isInstanceOf(EOFException.class);
      }
    }

    private RawPeer announcing(long length) {
      return new RawPeer(
          (in, out) -> {
            RawPeer.shakeHands(in, out, "ROUTER");
            out.write(ByteBuffer.allocate(9).put((byte) 2).putLong(length).array());
            out.write(new byte[1000]);
          });
    }
  }

  @Test
  void a_port_where_nobody_listens_is_refused_however_often_it_is_tried() throws IOException {
    int port;
    try (var server = new ServerSocket(0)) {
      port = server.getLocalPort();
    }
    // on a port of the ephemeral range, TCP's simultaneous open may connect a socket to itself
    for (int i = 0; i < 2_000; i++) {
      assertThatThrownBy(() -> dealer(port)).isInstanceOf(IOException.class);
    }
  }
}
