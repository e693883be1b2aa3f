package dev.nightjar.scheduler;

import dev.nightjar.store.Database;
import dev.nightjar.store.ServerStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/// Tells the others that this server is there, and what it does. Thread-safe.
public final class Presence implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /// A server that was not seen for so long is gone.
  private static final Duration GONE = Duration.ofSeconds(45);

  private final Database database;
  private final ServerStore.Entry self;
  private final IntSupplier running;
  private final Clock clock;
  private final ServerStore servers = new ServerStore();
  private final Loop loop;

  /// Tells at once, and then again and again.
  ///
  /// @param self what stays the same
  /// @param running how many attempts it holds
  public Presence(Database database, ServerStore.Entry self, IntSupplier running, Clock clock) {
    this.database = database;
    this.self = self;
    this.running = running;
    this.clock = clock;
    this.loop = new Loop("presence", new Bell(), this::tell).start();
  }

  private Duration tell() {
    Instant now = clock.instant();
    var entry =
        new ServerStore.Entry(
            self.id(),
            self.host(),
            self.version(),
            self.started(),
            now,
            running.getAsInt(),
            self.capacity(),
            self.memory());
    database.change(transaction -> servers.put(transaction, entry));
    return EVERY;
  }

  /// The servers that are there, this one among them.
  public static List<ServerStore.Entry> all(Database database, Instant now) {
    return database.read(transaction -> new ServerStore().seenSince(transaction, now.minus(GONE)));
  }

  /// Tells that it goes.
  @Override
  public void close() {
    loop.close();
    database.change(transaction -> servers.remove(transaction, self.id()));
  }
}
