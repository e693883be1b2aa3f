package dev.nightjar.cli;

import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.storage.StorageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// Runs a command line: finds the command, reads its arguments, prints what went wrong as one
/// message, gives the exit status.
public final class CommandLines {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final Program program;
  private final CommandLine root;

  /// @param program what all commands share
  public CommandLines(Program program) {
    this.program = program;
    this.root = new CommandLine(new NightjarCommand());
    root.addSubcommand(new RunCommand(program));
    for (CommandLine command : root.getSubcommands().values()) {
      configure(command);
    }
    configure(root);
  }

  private static void configure(CommandLine command) {
    command.setExpandAtFiles(false);
    command.setOverwrittenOptionsAllowed(true);
    command.setAllowOptionsAsOptionParameters(true);
    command.setUsageHelpAutoWidth(false);
    command.registerConverter(String.class, ClickSyntax::unmarked);
    command.registerConverter(Path.class, value -> Path.of(ClickSyntax.unmarked(value)));
    command.registerConverter(Integer.class, CommandLines::integer);
    command.registerConverter(int.class, CommandLines::integer);
    command.registerConverter(LogLevel.class, CommandLines::logLevel);
    command
        .getCommandSpec()
        .versionProvider(
            () ->
                new String[] {
                  "nightjar %s (Java %s)".formatted(NotebookEngine.VERSION, Runtime.version())
                });
  }

  /// Runs the command that `arguments` name.
  ///
  /// @return the exit status
  public int run(String... arguments) {
    List<String> rest = Arrays.asList(arguments);
    CommandLine command = root;
    while (!rest.isEmpty() && command.getSubcommands().containsKey(rest.getFirst())) {
      command = command.getSubcommands().get(rest.getFirst());
      rest = rest.subList(1, rest.size());
    }
    PrintStream err = program.terminal().err();
    try {
      return run(command, rest);
    } catch (UsageException e) {
      return wrongUsage(command, e);
    } catch (ParameterException e) {
      return wrongUsage(command, new UsageException(message(e)));
    } catch (NotebookException | KernelException | StorageException e) {
      err.println("nightjar: " + e.getMessage());
      return FAILED;
    } catch (OutOfMemoryError e) {
      err.println(
          "nightjar: out of memory. Give it more, for example with JAVA_TOOL_OPTIONS=-Xmx8g.");
      return FAILED;
    } finally {
      program.terminal().out().flush();
      err.flush();
    }
  }

  private int run(CommandLine command, List<String> arguments) {
    List<String> inFull =
        new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
    inFull.removeFirst();
    inFull.addAll(new ClickSyntax(command.getCommandSpec()).rewrite(arguments));
    root.parseArgs(inFull.toArray(String[]::new));
    if (command.isUsageHelpRequested()) {
      command.usage(program.terminal().out());
      return 0;
    }
    if (command.isVersionHelpRequested()) {
      command.printVersionHelp(program.terminal().out());
      return 0;
    }
    if (command.getCommandSpec().userObject() instanceof Callable<?> callable) {
      try {
        return (Integer) callable.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    command.usage(program.terminal().err());
    return WRONG_USAGE;
  }

  private int wrongUsage(CommandLine command, UsageException e) {
    PrintStream err = program.terminal().err();
    if (e.showsUsage()) {
      err.print(command.getUsageMessage().lines().findFirst().orElse("") + "\n");
      err.println("Try '%s --help' for help.".formatted(command.getCommandSpec().qualifiedName()));
      err.println();
    }
    err.println("Error: " + e.getMessage());
    return WRONG_USAGE;
  }

  /// The message, with click's words for bad values.
  private static String message(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    if (e.getCause() instanceof TypeConversionException bad
        && argument instanceof OptionSpec option) {
      return "Invalid value for %s: %s"
          .formatted(
              String.join(" / ", Arrays.stream(option.names()).map("'%s'"::formatted).toList()),
              bad.getMessage());
    }
    return String.valueOf(e.getMessage());
  }

  private static int integer(String marked) {
    String value = ClickSyntax.unmarked(marked);
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not a valid integer.".formatted(value));
    }
  }

  private static LogLevel logLevel(String marked) {
    String value = ClickSyntax.unmarked(marked);
    for (LogLevel level : LogLevel.values()) {
      if (level.name().equals(value)) {
        return level;
      }
    }
    throw new TypeConversionException(
        "'%s' is not one of %s."
            .formatted(
                value,
                String.join(
                    ", ", Arrays.stream(LogLevel.values()).map("'%s'"::formatted).toList())));
  }
}
