package dev.nightjar.app;

import dev.nightjar.config.Environment;
import dev.nightjar.task.TaskProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;

/// `nightjar task FOLDER`, which executors call: no command for people, so it has no options and
/// stands in no help.
final class TaskMain {
  private TaskMain() {}

  static boolean isMeant(String... arguments) {
    return arguments.length == 2 && arguments[0].equals("task") && !arguments[1].startsWith("-");
  }

  /// Runs the attempt. A signal that asks for the end makes the JVM run the hook, and the JVM ends
  /// when that has seen the outcome written.
  static int run(String... arguments) {
    var log =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    var program =
        new TaskProgram(
            Path.of(arguments[1]),
            Environment.ofSystem().variables(),
            log,
            Clock.system(ZoneId.systemDefault()));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(program), "stop"));
    return program.run();
  }

  private static void stop(TaskProgram program) {
    try {
      program.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
