package dev.nightjar.app;

import dev.nightjar.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A server's data folder, which one server has at a time, and by which others know it again.
final class DataFolder implements AutoCloseable {
  private final FileChannel lock;
  private final String serverId;

  private DataFolder(FileChannel lock, String serverId) {
    this.lock = lock;
    this.serverId = serverId;
  }

  /// @throws StoreException if another server has it
  static DataFolder lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this process: the same as by another
    }
    if (lock == null) {
      channel.close();
      throw new StoreException(
          "another server uses the data folder %s: stop it, or give this one a folder of its own by --data-dir"
              .formatted(folder),
          null);
    }
    return new DataFolder(channel, serverId(folder));
  }

  private static String serverId(Path folder) throws IOException {
    Path file = folder.resolve("server-id");
    if (!Files.exists(file)) {
      String host = InetAddress.getLocalHost().getHostName().split("\\.", 2)[0];
      Files.writeString(file, host + "-" + UUID.randomUUID().toString().substring(0, 8));
    }
    return Files.readString(file).strip();
  }

  /// A name that stays the same over restarts, and that no other server has.
  String serverId() {
    return serverId;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
