package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import dev.nightjar.kernel.KernelSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Looks at all that runs need besides kernels.
///
/// @param environment our surroundings
/// @param specs knows where Jupyter's files go
record MachineCheckup(Environment environment, KernelSpecs specs) {
  private static final long LITTLE_DISK = 1_000_000_000;
  private static final long LITTLE_MEMORY = 256L << 20;
  private static final Pattern SECRET = Pattern.compile("(?i)token|password|secret|key|auth");
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@");

  List<Check> all() {
    List<Check> checks = new ArrayList<>(List.of(java(), aotCache(), memory(), bash()));
    checks.add(runtimeDirectory());
    checks.add(disk("Working directory", environment.directory()));
    checks.add(disk("Temporary files", Path.of(System.getProperty("java.io.tmpdir", "/tmp"))));
    checks.add(locale());
    checks.addAll(variables());
    return checks;
  }

  private static Check java() {
    return Check.ok(
        "Java", "%s in %s".formatted(Runtime.version(), System.getProperty("java.home")));
  }

  private static Check aotCache() {
    String option = "-XX:AOTCache=";
    for (String argument : ProcessHandle.current().info().arguments().orElse(new String[0])) {
      if (argument.startsWith(option)) {
        return Check.ok("AOT cache", argument.substring(option.length()));
      }
    }
    return Check.warning(
        "AOT cache",
        "none in use: starts take twice as long",
        "Make it with `nightjar aot-cache`; starts use it by themselves.");
  }

  private static Check memory() {
    long heap = Runtime.getRuntime().maxMemory();
    String found = "up to %s for notebooks and outputs".formatted(Sizes.words(heap));
    return heap < LITTLE_MEMORY
        ? Check.warning("Memory", found, "For large notebooks give more: JAVA_TOOL_OPTIONS=-Xmx1g.")
        : Check.ok("Memory", found);
  }

  private Check bash() {
    return new Programs(environment)
        .find("bash")
        .map(file -> Check.ok("bash", file.toString()))
        .orElseGet(
            () ->
                Check.problem(
                    "bash",
                    "not on PATH; each kernel is watched by a bash",
                    "`apt-get install bash`, or add its directory to PATH."));
  }

  private Check runtimeDirectory() {
    Path directory = specs.runtimeDirectory();
    Path existing = directory.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing)
        ? Check.ok("Runtime directory", directory.toString())
        : Check.problem(
            "Runtime directory",
            "%s can't be written, but connection files go there".formatted(directory),
            "Set JUPYTER_RUNTIME_DIR to a directory of yours.");
  }

  private static Check disk(String name, Path directory) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      String found = "%s, %s free".formatted(directory, Sizes.words(free));
      if (!Files.isWritable(directory)) {
        return Check.warning(
            name, found + ", not writable", "Write outputs elsewhere, by their full path.");
      }
      return free < LITTLE_DISK
          ? Check.warning(name, found, "Make room: outputs that can't be saved are lost.")
          : Check.ok(name, found);
    } catch (IOException e) {
      return Check.warning(
          name, "%s can't be looked at: %s".formatted(directory, e.getMessage()), "Make it.");
    }
  }

  private Check locale() {
    String name = "";
    for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      if (name.isEmpty()) {
        name = environment.variables().getOrDefault(variable, "");
      }
    }
    String charset = name.toUpperCase(Locale.ROOT).replace("-", "");
    return charset.contains("UTF8")
        ? Check.ok("Locale", name)
        : Check.warning(
            "Locale",
            "%s, which is not UTF-8: paths with other than ASCII letters can't be opened"
                .formatted(name.isEmpty() ? "POSIX (none is set)" : name),
            "export LANG=C.UTF-8");
  }

  /// What is set of Jupyter's variables; one line each, since any of them may explain a surprise.
  private List<Check> variables() {
    Map<String, String> set = new TreeMap<>(environment.variables());
    set.keySet().removeIf(name -> !name.startsWith("JUPYTER_"));
    List<Check> checks = new ArrayList<>();
    set.forEach(
        (name, value) ->
            checks.add(
                Check.ok(
                    name,
                    SECRET.matcher(name).find()
                        ? "is set (not shown)"
                        : CREDENTIALS.matcher(value).replaceAll("//…@"))));
    return checks;
  }
}
