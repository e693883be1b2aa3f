package dev.nightjar.http.api;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Writes a log on as it grows, and goes on with the next attempt's, until nothing more comes.
final class LogFollower {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int PIECE = 1 << 16;

  /// After so many looks without text it ends: whoever is still there asks again.
  private static final int PATIENCE = 150;

  private final Supplier<LogApi.Chosen> choose;

  /// @param choose looks anew which log it is
  LogFollower(Supplier<LogApi.Chosen> choose) {
    this.choose = choose;
  }

  void follow(LogApi.Chosen first, long start, OutputStream out) throws IOException {
    LogApi.Chosen log = first;
    long at = start;
    int idle = 0;
    out.flush();
    while (idle < PATIENCE) {
      LogApi.Chosen now = choose.get();
      byte[] text = new LogFile(log.file()).read(at, PIECE);
      if (text.length > 0) {
        out.write(text);
        out.flush();
        at += text.length;
        idle = 0;
        continue;
      }
      if (now.last() && now.attempt() > Math.max(1, log.attempt())) {
        log = now;
        at = 0;
      } else if (now.ended()) {
        return;
      } else {
        idle++;
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    }
  }
}
