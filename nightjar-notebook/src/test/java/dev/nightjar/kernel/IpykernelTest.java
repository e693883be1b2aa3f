package dev.nightjar.kernel;

class IpykernelTest extends KernelContract {
  @Override
  KernelSpec spec() {
    return new KernelSpecs(System.getenv()).find("python3");
  }

  @Override
  Code code() {
    return new Code(
        "print('hello')",
        "1/0",
        "import time\nprint('ready', flush=True)\nwhile True: time.sleep(1)",
        "print('x' * 20_000_000)",
        "import os; print(os.getpid())",
        "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)",
        "import os, sys\nprint('last words')\nsys.stdout.flush()\nimport time; time.sleep(.3)\nos._exit(3)");
  }
}
