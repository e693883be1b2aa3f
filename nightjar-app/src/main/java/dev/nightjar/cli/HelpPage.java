package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What `--help` shows, 80 columns wide. Made here and not by picocli, whose help takes longer than
/// all the rest of such a start.
///
/// @param path the command's words without the program's name
/// @param command its options
record HelpPage(String path, CommandSpec command) {
  private static final int WIDTH = 80;
  private static final int COLUMN = 28;

  /// How the command is called.
  String synopsis() {
    String[] custom = command.usageMessage().customSynopsis();
    return custom.length > 0 ? custom[0] : Commands.words(path) + " [OPTIONS] COMMAND [ARGS]...";
  }

  /// The whole page.
  String text() {
    List<String> lines = new ArrayList<>(List.of("Usage: " + synopsis(), ""));
    if (Commands.isGroup(path)) {
      lines.addAll(wrap(Commands.summary(path), WIDTH));
      lines.addAll(List.of("", "Commands:"));
      for (Commands.Entry entry : Commands.below(path)) {
        row("  " + entry.name(), 14, entry.summary(), lines);
      }
    }
    paragraphs(command.usageMessage().description(), lines);
    List<HelpSection> sections = HelpSection.sections(command.options());
    for (HelpSection section : sections) {
      boolean others = section.equals(HelpSection.OTHER) && sections.size() > 1;
      lines.addAll(List.of("", (others ? "Other options" : section.heading()) + ":"));
      for (OptionSpec option : section.of(command.options())) {
        row(names(option), COLUMN, String.join(" ", option.description()), lines);
      }
    }
    if (command.usageMessage().footer().length > 0) {
      lines.add("");
      paragraphs(command.usageMessage().footer(), lines);
    }
    if (path.isEmpty()) {
      lines.addAll(
          List.of(
              "",
              "`nightjar help COMMAND` tells more about a command; `nightjar demo` shows a",
              "run with real data."));
    }
    return String.join("\n", lines) + "\n";
  }

  /// Lines that begin with blanks stay as they are; others are paragraphs.
  private static void paragraphs(String[] texts, List<String> lines) {
    for (String text : texts) {
      lines.addAll(text.startsWith(" ") ? List.of(text) : wrap(text, WIDTH));
    }
  }

  private static String names(OptionSpec option) {
    List<String> names = new ArrayList<>(Arrays.asList(option.names()));
    names.sort((a, b) -> Boolean.compare(a.startsWith("--"), b.startsWith("--")));
    String all = (names.getFirst().startsWith("--") ? "      " : "  ") + String.join(", ", names);
    if (option.arity().max() == 0) {
      return all;
    }
    return all
        + (option.arity().min() == 0
            ? "[=%s]".formatted(option.paramLabel())
            : " " + option.paramLabel());
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
