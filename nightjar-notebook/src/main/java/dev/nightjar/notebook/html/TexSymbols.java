package dev.nightjar.notebook.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The LaTeX commands that stand for one sign, from `tex-symbols.txt`.
final class TexSymbols {
  /// @param kind the letter that starts the line in `tex-symbols.txt`
  /// @param text the sign, or for a space its width
  record Symbol(char kind, String text) {}

  private static final Map<String, Symbol> SYMBOLS = load();

  private TexSymbols() {}

  /// What `\name` stands for, or null.
  static @Nullable Symbol find(String name) {
    return SYMBOLS.get(name);
  }

  private static Map<String, Symbol> load() {
    Map<String, Symbol> symbols = new HashMap<>();
    resource("tex-symbols.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              for (String entry : line.substring(2).split("\\|", -1)) {
                int space = entry.lastIndexOf(' ');
                String name = space < 0 ? entry : entry.substring(0, space);
                symbols.put(name, new Symbol(line.charAt(0), entry.substring(space + 1)));
              }
            });
    symbols.put("|", new Symbol('f', "‖"));
    symbols.put(" ", new Symbol('s', "0.25"));
    return Map.copyOf(symbols);
  }

  /// The text of a resource of this package.
  static String resource(String name) {
    try (InputStream in = TexSymbols.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from nightjar-notebook's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
