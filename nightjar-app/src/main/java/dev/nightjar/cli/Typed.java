package dev.nightjar.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What comes in by standard input.
final class Typed {
  private Typed() {}

  /// All of it, without the end of its last line.
  static String all(Program program) {
    try {
      byte[] bytes = program.terminal().in().readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new UncheckedIOException("standard input can't be read", e);
    }
  }
}
