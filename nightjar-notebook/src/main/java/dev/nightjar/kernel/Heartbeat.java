package dev.nightjar.kernel;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks a kernel, again and again, whether it is there (messaging protocol, "Heartbeat for
/// kernels"), and tells when it has not answered for long.
///
/// ipykernel answers from a thread of its own, IRkernel only between two requests. So the silence
/// of a busy kernel counts only once it has answered while it was busy; a kernel that never answers
/// has no heartbeat. Beats are counted, not seconds: a machine that was asleep missed none.
final class Heartbeat implements AutoCloseable {
  private static final byte[] DELIMITER = {};
  private static final byte[] PING = {'p', 'i', 'n', 'g'};
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

  /// Two in a row, since what we know of its state may be a little late.
  private static final int PROOFS = 2;

  private final ConnectionInfo connection;
  private final Rhythm rhythm;
  private final Consumer<Duration> onSilence;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean heard;
  private boolean answers;
  private boolean busy;
  private boolean asked;
  private int answersWhileBusy;
  private boolean answersWhenBusy;

  /// @param every how often it is asked
  /// @param patience how many beats in a row may stay unanswered
  record Rhythm(Duration every, int patience) {
    /// As often as jupyter_client asks; a network may be away for half a minute.
    static final Rhythm DEFAULT = new Rhythm(Duration.ofSeconds(1), 30);
  }

  /// @param onSilence hears once of each silence, and how long it has been; called from a thread of
  ///     the heartbeat
  Heartbeat(ConnectionInfo connection, Rhythm rhythm, Consumer<Duration> onSilence) {
    this.connection = connection;
    this.rhythm = rhythm;
    this.onSilence = onSilence;
  }

  /// Begins to ask one beat from now: a run that is over by then pays next to nothing.
  ///
  /// @param kernel names the threads
  void start(String kernel) {
    Thread.ofPlatform().daemon().name(kernel + " heartbeat").start(() -> beat(kernel));
  }

  private void beat(String kernel) {
    try {
      if (isClosedWithinABeat()) {
        return;
      }
      try (ZmtpSocket socket =
          ZmtpSocket.connect(
              connection.transport(),
              connection.ip(),
              connection.heartbeat(),
              ZmtpSocket.Type.REQ,
              new byte[0],
              CONNECT_PATIENCE)) {
        Thread.ofPlatform()
            .daemon()
            .name(kernel + " heartbeat's answers")
            .start(() -> listen(socket));
        int missed = 0;
        do {
          missed = wasHeard() ? 0 : missed + 1;
          if (missed == rhythm.patience()) {
            onSilence.accept(rhythm.every().multipliedBy(missed));
          }
          if (mayAsk()) {
            socket.send(List.of(DELIMITER, PING));
          }
        } while (!isClosedWithinABeat());
      }
    } catch (IOException e) {
      // it has no heartbeat, or has ended: the other channels tell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosedWithinABeat() throws InterruptedException {
    return closed.await(rhythm.every().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void listen(ZmtpSocket socket) {
    try {
      while (true) {
        socket.receive();
        answered();
      }
    } catch (IOException e) {
      // as above
    }
  }

  private synchronized void answered() {
    heard = true;
    answers = true;
    asked = false;
    answersWhileBusy = busy ? answersWhileBusy + 1 : 0;
    answersWhenBusy |= answersWhileBusy >= PROOFS;
  }

  /// Whether something came since the last beat, or nothing had to.
  private synchronized boolean wasHeard() {
    boolean excused = !answers || busy && !answersWhenBusy;
    boolean was = heard || excused;
    heard = false;
    return was;
  }

  /// A `REQ` socket asks again only when it was answered.
  private synchronized boolean mayAsk() {
    boolean may = !asked;
    asked = true;
    return may;
  }

  /// A message came from the kernel on another channel: it lives.
  synchronized void heard(KernelMessage message) {
    heard = true;
    if (message.content() instanceof KernelMessage.Status(String state)) {
      busy = state.equals("busy");
      answersWhileBusy = 0;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
