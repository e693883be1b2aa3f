package dev.nightjar.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own.
///
/// @param address where it answers, such as `http://127.0.0.1:5000`
record ServerProcess(Process process, String address) implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+) ");

  /// Starts one, and waits until it says where it answers.
  ///
  /// @param folder with its notebooks in `root`; it keeps its data in `data`
  static ServerProcess start(Path folder, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dnightjar.home=" + Foregrounds.home(folder.resolve("home")),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "server",
                "--root",
                folder.resolve("root").toString(),
                "--data-dir",
                folder.resolve("data").toString(),
                "--port",
                "0"));
    command.addAll(List.of(options));
    Path log = folder.resolve("server.log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return new ServerProcess(process, address.group(1));
      }
    }
    process.destroyForcibly();
    throw new IOException(Files.readString(log));
  }

  /// As `kill -9` does.
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
