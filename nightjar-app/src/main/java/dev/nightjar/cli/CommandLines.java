package dev.nightjar.cli;

import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.storage.StorageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    Command command = Commands.make(path, program);
    HelpPage help = new HelpPage(path, command.options());
    try {
      if (!rest.isEmpty() && Commands.isGroup(path) && !rest.getFirst().startsWith("-")) {
        throw unknownCommand(path, rest.getFirst());
      }
      return run(command, asksForHelp ? List.of("--help") : rest, help);
    } catch (UsageException e) {
      return wrongUsage(help, e);
    } catch (NotebookException | KernelException | StorageException e) {
      err.println("nightjar: " + onOneLine(String.valueOf(e.getMessage())));
      return FAILED;
    } catch (ServerException e) {
      err.println("nightjar: " + onOneLine(String.valueOf(e.getMessage())));
      return e.exitStatus();
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

  private int run(Command command, List<String> arguments, HelpPage help) {
    ClickSyntax given = new ClickSyntax(command.options(), arguments);
    if (given.has("--help")) {
      program.terminal().out().print(help.text());
      return 0;
    }
    if (given.has("--version")) {
      program
          .terminal()
          .out()
          .println("nightjar %s (Java %s)".formatted(NotebookEngine.VERSION, Runtime.version()));
      return 0;
    }
    given.apply();
    return command.run();
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
}
