package dev.nightjar.executor.local;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a process for ever: numbers are used again, but not with the same start on the same boot
/// of the same machine. As text `local:<host>:<pid>:<start>`, which is the external id of local
/// attempts.
///
/// @param host this boot of this machine, and where there are several, the container
/// @param pid its number
/// @param start when it was started, in the system's own count
record ProcessName(String host, long pid, long start) {
  /// Stands for a process that was never started.
  static final ProcessName NONE = new ProcessName(thisHost(), 0, 0);

  private static final Pattern TEXT = Pattern.compile("local:([0-9a-f-]+):(\\d+):(\\d+)");

  /// Where proc(5) has the start in `/proc/<pid>/stat`, counted behind the name in brackets.
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  static ProcessName of(long pid) {
    return new ProcessName(thisHost(), pid, start(pid));
  }

  static Optional<ProcessName> parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    try {
      return parts.matches()
          ? Optional.of(
              new ProcessName(
                  parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The process, while it runs here.
  Optional<ProcessHandle> find() {
    if (pid == 0 || !host.equals(thisHost())) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(_ -> start(pid) == start && !isZombie(pid));
  }

  @Override
  public String toString() {
    return "local:%s:%d:%d".formatted(host, pid, start);
  }

  static String thisHost() {
    return Host.NAME;
  }

  private static long start(long pid) {
    String[] stat = stat(pid);
    return stat.length > START_TIME
        ? Long.parseLong(stat[START_TIME])
        : ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(Instant::toEpochMilli)
            .orElse(0L);
  }

  private static boolean isZombie(long pid) {
    String[] stat = stat(pid);
    return stat.length > STATE && stat[STATE].equals("Z");
  }

  /// The fields behind the name, which may hold anything; none where there is no such file.
  private static String[] stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
      return line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
    } catch (IOException e) {
      return new String[0];
    }
  }

  private static final class Host {
    static final String NAME =
        UUID.nameUUIDFromBytes(describe().getBytes(StandardCharsets.UTF_8)).toString();

    private static String describe() {
      try {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
            + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      } catch (IOException e) {
        return "%s %s"
            .formatted(
                InetAddress.getLoopbackAddress().getHostName(),
                ProcessHandle.of(1).flatMap(init -> init.info().startInstant()));
      }
    }
  }
}
