package dev.nightjar.task;

import dev.nightjar.executor.TaskHandle;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server of which nothing is there but that it submits an attempt and waits.
final class Submitter {
  private Submitter() {}

  /// Starts it in a process of its own, for the notebook in this folder, and waits until it has
  /// submitted the attempt.
  static Process start(Path directory) throws IOException {
    List<String> command = new ArrayList<>(AttemptFixture.command());
    command.set(command.size() - 1, Submitter.class.getName());
    command.add(directory.toString());
    Process server = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    if (server.inputReader().readLine() == null) {
      throw new AssertionError("nothing was submitted");
    }
    return server;
  }

  /// Submits, tells the attempt's id, and waits.
  public static void main(String[] arguments) throws InterruptedException {
    TaskHandle handle = new AttemptFixture(Path.of(arguments[0])).submit();
    System.out.println(handle.externalId());
    handle.await();
  }
}
