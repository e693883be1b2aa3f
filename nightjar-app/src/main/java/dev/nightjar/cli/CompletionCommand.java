package dev.nightjar.cli;

import java.util.List;

/// `nightjar completion`.
final class CompletionCommand implements Command {
  private final Options options =
      new Options(
          "Prints a script that lets SHELL (bash, zsh or fish) complete commands, options, names of"
              + " kernels and paths.",
          """
          Where it goes:
            nightjar completion bash > ~/.local/share/bash-completion/completions/nightjar
            nightjar completion zsh  > ~/.nightjar.zsh   # in ~/.zshrc: . ~/.nightjar.zsh
            nightjar completion fish > ~/.config/fish/completions/nightjar.fish
          """);
  private final Positionals shells = options.positionals("SHELL");
  private final Program program;

  CompletionCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<CompletedCommand> commands = CompletedCommand.all(program);
    String script =
        switch (shells.first()) {
          case "bash" -> BashCompletion.script(commands);
          case "zsh" -> BashCompletion.zshScript(commands);
          case "fish" -> FishCompletion.script(commands);
          default ->
              throw new UsageException(
                  "Invalid value for 'SHELL': '%s' is not one of 'bash', 'zsh', 'fish'."
                      .formatted(shells.first()));
        };
    program.terminal().out().print(script);
    return 0;
  }
}
