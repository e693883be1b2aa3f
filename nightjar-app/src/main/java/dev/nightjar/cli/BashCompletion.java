package dev.nightjar.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Completion for bash, and for zsh, which runs bash's scripts.
final class BashCompletion {
  private BashCompletion() {}

  static String script(List<CompletedCommand> commands) {
    return script(commands, "bash");
  }

  static String zshScript(List<CompletedCommand> commands) {
    return """
    (( $+functions[compdef] )) || { autoload -U compinit && compinit; }
    autoload -U bashcompinit && bashcompinit
    """
        + script(commands, "zsh");
  }

  private static String script(List<CompletedCommand> commands, String shell) {
    return """
    # Completion of nightjar; made by: nightjar completion %s
    _nightjar() {
      local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" at="" i candidates=""
      COMPREPLY=()
      # bash takes --option=value apart
      if [[ $current == "=" ]]; then
        current=""
      elif [[ $previous == "=" ]]; then
        previous="${COMP_WORDS[COMP_CWORD-2]}"
      fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        case "$at ${COMP_WORDS[i]}" in
          %s) at="$at ${COMP_WORDS[i]}" ;;
        esac
      done
      case "$at $previous" in
        %s) candidates="$(%s)" ;;
    %s    %s) return ;;
        *)
          case "$at" in
    %s      esac
          ;;
      esac
      COMPREPLY=($(compgen -W "$candidates" -- "$current"))
    }
    complete -o default -F _nightjar nightjar
    """
        .formatted(
            shell,
            patterns(Commands.ALL.stream().map(entry -> " " + entry.path())),
            withValue(commands, CompletedCommand.Value.KERNEL),
            CompletedCommand.KERNEL_NAMES,
            commands.stream().flatMap(BashCompletion::choices).collect(Collectors.joining()),
            patterns(
                Stream.concat(
                    names(commands, CompletedCommand.Value.PATH),
                    names(commands, CompletedCommand.Value.TEXT))),
            commands.stream().map(BashCompletion::words).collect(Collectors.joining()));
  }

  private static String withValue(List<CompletedCommand> commands, CompletedCommand.Value value) {
    return patterns(names(commands, value));
  }

  /// What may stand behind options with a choice.
  private static Stream<String> choices(CompletedCommand command) {
    return command.options().stream()
        .filter(option -> CompletedCommand.value(option) == CompletedCommand.Value.CHOICE)
        .map(
            option ->
                "    %s) candidates=\"%s\" ;;\n"
                    .formatted(
                        patterns(option.names().stream().map(name -> path(command) + " " + name)),
                        String.join(" ", option.choices())));
  }

  private static Stream<String> names(
      List<CompletedCommand> commands, CompletedCommand.Value value) {
    return commands.stream()
        .flatMap(command -> command.names(value).stream().map(name -> path(command) + " " + name));
  }

  private static String patterns(Stream<String> texts) {
    return texts.map("\"%s\""::formatted).collect(Collectors.joining(" | "));
  }

  private static String path(CompletedCommand command) {
    return command.path().isEmpty() ? "" : " " + command.path();
  }

  private static String words(CompletedCommand command) {
    String options =
        command.options().stream()
            .flatMap(option -> option.names().stream())
            .collect(Collectors.joining(" "));
    String below =
        command.below().stream().map(Commands.Entry::name).collect(Collectors.joining(" "));
    String others =
        switch (command.path()) {
          case "" -> below + " help demo";
          case "completion" -> "bash zsh fish";
          default -> below;
        };
    String otherwise = others.isEmpty() ? "" : " else candidates=\"%s\";".formatted(others);
    return "        \"%s\") if [[ $current == -* ]]; then candidates=\"%s\";%s fi ;;\n"
        .formatted(path(command), options, otherwise);
  }
}
