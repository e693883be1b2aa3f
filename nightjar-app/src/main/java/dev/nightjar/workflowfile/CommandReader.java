package dev.nightjar.workflowfile;

import dev.nightjar.workflow.Decision;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Work;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what tasks run in a process of their own.
///
/// @param fields of the task
record CommandReader(Fields fields, FileReading reading) {
  private static final int HIGHEST_EXIT_CODE = 255;

  /// A function of a file: what is written so is no code that does anything.
  private static final Pattern FUNCTION = Pattern.compile("([^\\n:]+\\.py):([^\\W\\d]\\w*)");

  private static final Pattern FILE = Pattern.compile("[^\\n:]+\\.py(:.*)?");

  /// Null if something is wrong.
  @Nullable Work shell() {
    String command = fields.text("shell");
    String folder = fields.text("folder");
    Map<String, String> environment = fields.textsByName("env");
    List<Integer> skipCodes = fields.wholes("skip_codes", 1, HIGHEST_EXIT_CODE);
    Decision decision = decision();
    if (command == null) {
      return null;
    }
    ShellWork usual = ShellWork.of(command);
    return new ShellWork(
        command,
        environment,
        usual.wholeEnvironment(),
        folder == null ? null : reading.absolute(folder),
        fields.has("skip_codes") ? skipCodes : usual.skipCodes(),
        decision);
  }

  /// Null if something is wrong.
  @Nullable Work python() {
    String text = fields.text("python");
    String given = fields.text("folder");
    Map<String, String> environment = fields.textsByName("env");
    Decision decision = decision();
    if (text == null) {
      return null;
    }
    String folder = given == null ? reading.folder().toString() : reading.absolute(given);
    Matcher function = FUNCTION.matcher(text.strip());
    if (function.matches()) {
      String file = reading.absolute(function.group(1));
      return new PythonWork(file, function.group(2), environment, folder, decision);
    }
    if (FILE.matcher(text.strip()).matches()) {
      fields.problem(
          "python",
          "must be FILE.py:FUNCTION or Python code, not '%s': name the function"
              .formatted(text.strip()));
      return null;
    }
    return new PythonWork(null, text, environment, folder, decision);
  }

  private Decision decision() {
    boolean branch = Boolean.TRUE.equals(fields.flag("branch"));
    boolean shortCircuit = Boolean.TRUE.equals(fields.flag("short_circuit"));
    if (!branch && !shortCircuit) {
      return Decision.NONE;
    }
    String key = branch ? "branch" : "short_circuit";
    for (String other : List.of("short_circuit", "grid", "reuse")) {
      if (!other.equals(key) && fields.has(other)) {
        fields.problem(other, "does not go with %s".formatted(key));
      }
    }
    return branch ? Decision.BRANCH : Decision.SHORT_CIRCUIT;
  }
}
