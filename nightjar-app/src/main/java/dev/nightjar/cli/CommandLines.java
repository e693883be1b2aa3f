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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// Runs a command line: finds the command, reads its arguments, prints what went wrong as one
/// message, gives the exit status.
public final class CommandLines {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final int LONGEST_MESSAGE = 1500;

  private final Program program;

  /// @param program what all commands share
  public CommandLines(Program program) {
    this.program = program;
  }

  /// The options of the command at `path`.
  static CommandSpec options(String path, Program program) {
    return Commands.isGroup(path)
        ? HelpOptions.alone()
        : commandLine(path, program).getCommandSpec();
  }

  /// The command at `path`, ready to read arguments.
  private static CommandLine commandLine(String path, Program program) {
    CommandLine command = new CommandLine(Commands.make(path, program));
    command.setCommandName(Commands.words(path));
    command.setExpandAtFiles(false);
    command.setOverwrittenOptionsAllowed(true);
    command.setAllowOptionsAsOptionParameters(true);
    command.registerConverter(String.class, ClickSyntax::unmarked);
    command.registerConverter(Path.class, value -> Path.of(ClickSyntax.unmarked(value)));
    command.registerConverter(Integer.class, CommandLines::integer);
    command.registerConverter(int.class, CommandLines::integer);
    command.registerConverter(LogLevel.class, CommandLines::logLevel);
    return command;
  }

  /// Runs the command that `arguments` name.
  ///
  /// @return the exit status
  public int run(String... arguments) {
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    boolean asksForHelp = !rest.isEmpty() && rest.getFirst().equals("help");
    if (asksForHelp) {
      rest.removeFirst();
    }
    String path = "";
    while (!rest.isEmpty() && isBelow(path, rest.getFirst())) {
      path = path.isEmpty() ? rest.removeFirst() : path + " " + rest.removeFirst();
    }
    PrintStream err = program.terminal().err();
    CommandSpec options = options(path, program);
    HelpPage help = new HelpPage(path, options);
    try {
      if (!rest.isEmpty() && Commands.isGroup(path) && !rest.getFirst().startsWith("-")) {
        throw unknownCommand(path, rest.getFirst());
      }
      return run(options, asksForHelp ? List.of("--help") : rest, help);
    } catch (UsageException e) {
      return wrongUsage(help, e);
    } catch (ParameterException e) {
      return wrongUsage(help, new UsageException(message(e)));
    } catch (NotebookException | KernelException | StorageException e) {
      err.println("nightjar: " + onOneLine(String.valueOf(e.getMessage())));
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

  private static boolean isBelow(String path, String word) {
    return Commands.below(path).stream().anyMatch(entry -> entry.name().equals(word));
  }

  private static UsageException unknownCommand(String path, String word) {
    return new UsageException(
        "No such command '%s'.%s"
            .formatted(
                word,
                Commands.nearest(path, word).map(" Did you mean '%s'?"::formatted).orElse("")));
  }

  /// What a message quotes of a document may have line breaks in it, or be long.
  private static String onOneLine(String message) {
    String line = message.replaceAll("\\R|\\p{Cntrl}", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  private int run(CommandSpec options, List<String> given, HelpPage help) {
    List<String> arguments = new ClickSyntax(options).rewrite(given);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      program.terminal().out().print(help.text());
      return 0;
    }
    if (arguments.contains("--version")) {
      program
          .terminal()
          .out()
          .println("nightjar %s (Java %s)".formatted(NotebookEngine.VERSION, Runtime.version()));
      return 0;
    }
    if (Commands.isGroup(help.path())) {
      program.terminal().err().print(help.text());
      return WRONG_USAGE;
    }
    options.commandLine().parseArgs(arguments.toArray(String[]::new));
    try {
      return (Integer) ((Callable<?>) options.userObject()).call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int wrongUsage(HelpPage help, UsageException e) {
    PrintStream err = program.terminal().err();
    if (e.showsUsage()) {
      err.println("Usage: " + help.synopsis());
      err.println("Try '%s --help' for help.".formatted(Commands.words(help.path())));
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
