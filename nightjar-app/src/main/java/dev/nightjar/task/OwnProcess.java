package dev.nightjar.task;

import dev.nightjar.storage.FileReplacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Notes which process carries out the attempt, for a server that was killed before it could.
final class OwnProcess {
  /// The place of the start time behind the name, in proc(5)'s `stat`.
  private static final int START_TIME = 19;

  private OwnProcess() {}

  static void note(Path file, String host) {
    if (Files.exists(file) || host.isEmpty()) {
      return;
    }
    String name = "local:%s:%d:%d".formatted(host, ProcessHandle.current().pid(), start());
    FileReplacement.write(
        file, file.toString(), out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static long start() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      return Long.parseLong(
          stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1)[START_TIME]);
    } catch (IOException e) {
      return ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }
}
