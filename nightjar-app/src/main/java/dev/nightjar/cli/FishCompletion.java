package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Completion for fish.
final class FishCompletion {
  private FishCompletion() {}

  static String script(List<CompletedCommand> commands) {
    List<String> lines =
        new ArrayList<>(List.of("# Completion of nightjar; made by: nightjar completion fish"));
    for (CompletedCommand command : commands) {
      for (Commands.Entry entry : command.below()) {
        lines.add(
            "complete -c nightjar -n %s -f -a %s -d %s"
                .formatted(quoted(before(command)), entry.name(), quoted(entry.summary())));
      }
      if (command.path().equals("completion")) {
        lines.add(
            "complete -c nightjar -n %s -f -a 'bash zsh fish'".formatted(quoted(within(command))));
      }
      command.options().forEach(option -> lines.add(line(command, option)));
    }
    return String.join("\n", lines) + "\n";
  }

  /// True where a word after this command is completed.
  private static String within(CompletedCommand command) {
    return command.path().isEmpty()
        ? "__fish_use_subcommand"
        : Stream.of(command.path().split(" "))
            .map("__fish_seen_subcommand_from "::concat)
            .collect(Collectors.joining("; and "));
  }

  /// True where a command below this one is completed.
  private static String before(CompletedCommand command) {
    return command.path().isEmpty()
        ? within(command)
        : within(command)
            + "; and not __fish_seen_subcommand_from "
            + command.below().stream().map(Commands.Entry::name).collect(Collectors.joining(" "));
  }

  private static String line(CompletedCommand command, Option<?> option) {
    String names =
        option.names().stream()
            .map(
                name ->
                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1))
            .collect(Collectors.joining());
    String value =
        switch (CompletedCommand.value(option)) {
          case NONE -> "";
          case KERNEL -> " -x -a " + quoted("(" + CompletedCommand.KERNEL_NAMES + ")");
          case CHOICE -> " -x -a " + quoted(String.join(" ", option.choices()));
          case PATH -> " -r -F";
          case TEXT -> " -x";
        };
    return "complete -c nightjar -n %s%s%s -d %s"
        .formatted(quoted(within(command)), names, value, quoted(brief(option)));
  }

  private static String brief(Option<?> option) {
    String all = option.description();
    int end = all.indexOf(". ");
    return end < 0 ? all : all.substring(0, end + 1);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
