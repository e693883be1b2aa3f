package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;

/// What `--help` shows, 80 columns wide.
///
/// @param path the command's words without the program's name
/// @param options what it takes
record HelpPage(String path, Options options) {
  private static final int WIDTH = 80;
  private static final int COLUMN = 28;

  /// How the command is called.
  String synopsis() {
    String rest = Commands.isGroup(path) ? "COMMAND [ARGS]..." : options.positionals().form();
    return (Commands.words(path) + " [OPTIONS] " + rest).stripTrailing();
  }

  /// The whole page.
  String text() {
    List<String> lines = new ArrayList<>(List.of("Usage: " + synopsis(), ""));
    lines.addAll(wrap(options.description(), WIDTH));
    if (Commands.isGroup(path)) {
      lines.addAll(List.of("", "Commands:"));
      for (Commands.Entry entry : Commands.below(path)) {
        row("  " + entry.name(), 14, entry.summary(), lines);
      }
    }
    HelpSection.arrange(options)
        .forEach(
            (heading, shown) -> {
              lines.addAll(List.of("", heading + ":"));
              for (Option<?> option : shown) {
                String indent = option.form().startsWith("--") ? "      " : "  ";
                row(indent + option.form(), COLUMN, option.description(), lines);
              }
            });
    if (!options.footer().isEmpty()) {
      lines.add("");
      options.footer().lines().forEach(lines::add);
    }
    return String.join("\n", lines) + "\n";
  }

  private static void row(String left, int column, String right, List<String> lines) {
    List<String> text = wrap(right, WIDTH - column);
    int next = 0;
    if (left.length() + 2 <= column) {
      lines.add(left + " ".repeat(column - left.length()) + text.getFirst());
      next = 1;
    } else {
      lines.add(left);
    }
    text.subList(next, text.size()).forEach(line -> lines.add(" ".repeat(column) + line));
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(text)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// What stands in backticks is one word: what is to be typed stays on one line.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '`';
      if (text.charAt(i) == ' ' && !quoted) {
        words.add(text.substring(start, i));
        start = i + 1;
      }
    }
    words.add(text.substring(start));
    return words;
  }
}
