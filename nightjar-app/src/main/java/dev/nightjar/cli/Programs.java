package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Other programs of this machine.
///
/// @param environment says where they are found
record Programs(Environment environment) {
  private static final int PATIENCE_SECONDS = 30;

  /// The file that runs if `command` is called.
  Optional<Path> find(String command) {
    if (command.contains("/")) {
      return Optional.of(environment.directory().resolve(command)).filter(Programs::isProgram);
    }
    return Stream.of(environment.variables().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, command))
        .filter(Programs::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /// What a program prints; empty if it fails or takes too long. Its errors are not shown.
  Optional<String> output(Path program, String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList());
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    builder.directory(environment.directory().toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] printed = process.getInputStream().readAllBytes();
      return process.exitValue() == 0
          ? Optional.of(new String(printed, StandardCharsets.UTF_8).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
