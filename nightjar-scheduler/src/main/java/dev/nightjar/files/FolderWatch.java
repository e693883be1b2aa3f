package dev.nightjar.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from the system that something changed in folders. Where the system does not tell of
/// everything, somebody has to look. Thread-safe; it costs nothing until a folder is watched.
public final class FolderWatch implements AutoCloseable {
  /// Whoever hears of changes looks at least so often nevertheless: the system may lose some.
  public static final Duration SAFETY = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final Duration STILL = Duration.ofMillis(100);
  private static final Duration LONGEST_STIR = Duration.ofSeconds(1);

  /// Those of Linux that only this machine changes. Others, such as nfs, cifs and fuse, tell of
  /// what this machine does, but not of what others do.
  private static final Set<String> TELLING =
      Set.of("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs");

  private final Runnable bell;
  private final Map<Path, Watched> watched = new HashMap<>();
  private final Set<Path> changed = new HashSet<>();
  private @Nullable WatchService changes;
  private boolean over;
  private boolean complained;

  /// @param tells whether it hears of all changes
  private record Watched(WatchKey key, boolean tells) {}

  /// @param bell called when something changed, and the folders are still for a moment or have
  ///     stirred for a second
  public FolderWatch(Runnable bell) {
    this.bell = bell;
  }

  /// Watches what is put into a folder, is changed there or goes away, but not the folders in it.
  ///
  /// @return false if changes may be missed, so that somebody has to look again and again
  public synchronized boolean watch(Path folder) {
    if (over) {
      return false;
    }
    try {
      if (changes == null) {
        changes = listenedTo(folder.getFileSystem().newWatchService());
      }
      WatchKey key =
          folder.register(
              changes,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      Watched known = watched.get(folder);
      if (known == null || !known.key().equals(key)) {
        if (known != null) {
          known.key().cancel(); // another folder has its name now
        }
        known = new Watched(key, TELLING.contains(Files.getFileStore(folder).type()));
        watched.put(folder, known);
      }
      return known.tells();
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return false;
    } catch (IOException e) {
      if (!complained) {
        LOG.warn("{} can't be watched, so it is looked at instead: {}", folder, e.toString());
        complained = true;
      }
      return false;
    }
  }

  /// Watches no other folders than these.
  public synchronized void retain(Set<Path> folders) {
    watched.forEach(
        (folder, known) -> {
          if (!folders.contains(folder)) {
            known.key().cancel();
          }
        });
    watched.keySet().retainAll(folders);
  }

  /// The folders in which something changed since this was asked last.
  public synchronized Set<Path> changed() {
    Set<Path> folders = Set.copyOf(changed);
    changed.clear();
    return folders;
  }

  private WatchService listenedTo(WatchService service) {
    Thread.ofVirtual().name("changed files").start(() -> listen(service));
    return service;
  }

  private void listen(WatchService service) {
    try {
      while (true) {
        Set<Path> folders = new HashSet<>();
        WatchKey key = service.take();
        long latest = System.nanoTime() + LONGEST_STIR.toNanos();
        while (key != null) {
          key.pollEvents();
          key.reset();
          folders.add((Path) key.watchable());
          key =
              System.nanoTime() < latest
                  ? service.poll(STILL.toMillis(), TimeUnit.MILLISECONDS)
                  : null;
        }
        synchronized (this) {
          changed.addAll(folders);
        }
        bell.run();
      }
    } catch (ClosedWatchServiceException closed) {
      LOG.trace("no longer listens");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    over = true;
    if (changes != null) {
      try {
        changes.close();
      } catch (IOException e) {
        LOG.debug("watched folders: {}", e.toString());
      }
    }
  }
}
