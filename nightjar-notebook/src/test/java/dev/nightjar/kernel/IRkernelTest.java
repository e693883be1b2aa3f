package dev.nightjar.kernel;

class IRkernelTest extends KernelContract {
  @Override
  KernelSpec spec() {
    return new KernelSpecs(System.getenv()).find("ir");
  }

  @Override
  Code code() {
    return new Code(
        "cat('hello\\n')",
        "stop('no')",
        "cat('ready\\n'); flush.console(); while (TRUE) Sys.sleep(1)",
        "cat(strrep('x', 2e7)); cat('\\n')",
        "cat(Sys.getpid())",
        "cat(system('sleep 600 >/dev/null 2>&1 & echo $!', intern = TRUE))",
        "cat('last words\\n'); flush.console(); .Internal(quit('no', 3, FALSE))");
  }
}
