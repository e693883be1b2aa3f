package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The size of the terminal in which the program runs.
///
/// @param width in columns
/// @param height in rows
/// @param colours whether it is to be coloured
record Screen(int width, int height, boolean colours) {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 24;
  private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");

  /// The terminal on standard error; empty if there is none, or one that can't move its cursor.
  /// `COLUMNS` and `LINES` come first, then what `stty` says, then 80×24. `NO_COLOR` is heard.
  static Optional<Screen> of(Environment environment) {
    var variables = environment.variables();
    if (!environment.stderrIsTerminal() || variables.getOrDefault("TERM", "dumb").equals("dumb")) {
      return Optional.empty();
    }
    Matcher size = SIZE.matcher(stty());
    boolean known = size.matches();
    int width = number(variables.get("COLUMNS"), known ? number(size.group(2), WIDTH) : WIDTH);
    int height = number(variables.get("LINES"), known ? number(size.group(1), HEIGHT) : HEIGHT);
    return Optional.of(new Screen(width, height, variables.getOrDefault("NO_COLOR", "").isEmpty()));
  }

  private static String stty() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static int number(@Nullable String text, int otherwise) {
    try {
      int number = text == null ? 0 : Integer.parseInt(text);
      return number > 0 ? number : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
