package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `nightjar completion`.
@Command(
    customSynopsis = "nightjar completion [OPTIONS] SHELL",
    description =
        "Prints a script that lets SHELL (bash, zsh or fish) complete commands, options, names of kernels and paths.",
    footer = {
      "Where it goes:",
      "  nightjar completion bash > ~/.local/share/bash-completion/completions/nightjar",
      "  nightjar completion zsh  > ~/.nightjar.zsh   # in ~/.zshrc: . ~/.nightjar.zsh",
      "  nightjar completion fish > ~/.config/fish/completions/nightjar.fish",
    })
final class CompletionCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> shells = new ArrayList<>();

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();

  CompletionCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Positionals.check(shells, 1, "SHELL");
    List<CompletedCommand> commands = CompletedCommand.all(program);
    String script =
        switch (shells.getFirst()) {
          case "bash" -> BashCompletion.script(commands);
          case "zsh" -> BashCompletion.zshScript(commands);
          case "fish" -> FishCompletion.script(commands);
          default ->
              throw new UsageException(
                  "Invalid value for 'SHELL': '%s' is not one of 'bash', 'zsh', 'fish'."
                      .formatted(shells.getFirst()));
        };
    program.terminal().out().print(script);
    return 0;
  }
}
