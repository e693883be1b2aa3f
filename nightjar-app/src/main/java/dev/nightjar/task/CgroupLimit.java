package dev.nightjar.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The system's own limit of memory, where it lets us set one: a control group (version 2) beside
/// ours, as in a systemd service with `Delegate=yes` and in user sessions. Elsewhere memory is only
/// looked at from time to time.
final class CgroupLimit implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final Path group;

  private CgroupLimit(Path group) {
    this.group = group;
  }

  /// Puts a process, and what it will start, under a limit of its own.
  static Optional<CgroupLimit> of(long pid, long bytes) {
    try {
      return of(MOUNT, Files.readAllLines(Path.of("/proc/self/cgroup")), pid, bytes);
    } catch (IOException e) {
      return Optional.empty(); // not Linux
    }
  }

  /// @param membership the lines of `/proc/self/cgroup`
  static Optional<CgroupLimit> of(Path mount, List<String> membership, long pid, long bytes) {
    Optional<Path> beside =
        membership.stream()
            .filter(line -> line.startsWith("0::/") && line.length() > "0::/".length())
            .map(line -> mount.resolve(line.substring("0::/".length())).getParent())
            .findFirst()
            .filter(CgroupLimit::limitsMemory);
    if (beside.isEmpty()) {
      return Optional.empty();
    }
    var limit = new CgroupLimit(beside.get().resolve("nightjar-" + pid));
    try {
      Files.createDirectory(limit.group);
      Files.writeString(limit.group.resolve("memory.max"), Long.toString(bytes));
      Files.writeString(limit.group.resolve("memory.oom.group"), "1");
      Files.writeString(limit.group.resolve("cgroup.procs"), Long.toString(pid));
      return Optional.of(limit);
    } catch (IOException e) {
      limit.close();
      return Optional.empty();
    }
  }

  private static boolean limitsMemory(Path parent) {
    try {
      return Files.isWritable(parent)
          && List.of(Files.readString(parent.resolve("cgroup.subtree_control")).split("\\s+"))
              .contains("memory");
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether the system ended processes of the group for their memory.
  boolean killed() {
    try {
      return Files.readAllLines(group.resolve("memory.events")).stream()
          .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
    } catch (IOException e) {
      return false;
    }
  }

  /// Removes the group, once its processes have ended.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      // it still has processes: the system keeps it, and it costs nothing
    }
  }
}
