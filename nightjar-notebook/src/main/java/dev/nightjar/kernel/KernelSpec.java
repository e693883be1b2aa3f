package dev.nightjar.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a kernel is started: a `kernel.json` of Jupyter
/// (<https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs>).
///
/// @param name the directory's name in lower case, by which notebooks ask for it
/// @param directory where the `kernel.json` lies; `{resource_dir}` in the command
/// @param argv the command, with `{connection_file}`, `{resource_dir}` and `{prefix}` still in it
/// @param env variables for the kernel; `${NAME}` stands for a variable of ours
/// @param displayName what people call it
/// @param language what it runs, such as `python` or `R`
/// @param interruptMode how a running cell is stopped
public record KernelSpec(
    String name,
    Path directory,
    List<String> argv,
    Map<String, String> env,
    String displayName,
    String language,
    InterruptMode interruptMode) {

  /// How a running cell is stopped.
  public enum InterruptMode {
    /// By SIGINT.
    SIGNAL,
    /// By an `interrupt_request` on the control channel.
    MESSAGE
  }

  /// Whether this is ipykernel, started as a module of a Python.
  public boolean isIpykernel() {
    int module = argv.indexOf("-m");
    return module >= 0
        && module + 1 < argv.size()
        && (argv.get(module + 1).equals("ipykernel_launcher")
            || argv.get(module + 1).equals("ipykernel"));
  }
}
