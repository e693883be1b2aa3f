package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The three streams of a command, in UTF-8 whatever the locale, and what is known of who is at
/// their other end.
///
/// @param in standard input
/// @param rawOut standard output, for notebooks
/// @param out standard output, for text
/// @param err standard error
/// @param environment the process's surroundings
public record Terminal(
    InputStream in,
    OutputStream rawOut,
    PrintStream out,
    PrintStream err,
    Environment environment) {
  private static final int BUFFER = 1 << 16;

  /// That of this process.
  public static Terminal ofSystem(Environment environment) {
    OutputStream raw = new FileOutputStream(FileDescriptor.out);
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        raw,
        new PrintStream(raw, true, StandardCharsets.UTF_8),
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), BUFFER),
            true,
            StandardCharsets.UTF_8),
        environment);
  }
}
