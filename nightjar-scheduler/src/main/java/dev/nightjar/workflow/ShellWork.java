package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command for `bash`. The last line it prints is its value; of one that may end the way for
/// those after it, the value is whether it ended with 0 rather than 1.
///
/// @param command the text for `bash -c`, a template
/// @param environment variables by name, their values templates
/// @param wholeEnvironment whether it has the server's variables as well
/// @param folder where it runs, a template; null for a temporary folder of its own
/// @param skipCodes exit codes by which it says that it skipped itself
/// @param decision what its value decides
public record ShellWork(
    String command,
    Map<String, String> environment,
    boolean wholeEnvironment,
    @Nullable String folder,
    List<Integer> skipCodes,
    Decision decision)
    implements Work {
  public ShellWork {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    skipCodes = List.copyOf(skipCodes);
    decision = decision == null ? Decision.NONE : decision; // not there in old versions
  }

  /// One that decides nothing.
  public ShellWork(
      String command,
      Map<String, String> environment,
      boolean wholeEnvironment,
      @Nullable String folder,
      List<Integer> skipCodes) {
    this(command, environment, wholeEnvironment, folder, skipCodes, Decision.NONE);
  }

  /// A command with the server's variables, in a folder of its own; by the exit code 99 it skips
  /// itself, as in Airflow.
  public static ShellWork of(String command) {
    return new ShellWork(command, Map.of(), true, null, List.of(99));
  }
}
