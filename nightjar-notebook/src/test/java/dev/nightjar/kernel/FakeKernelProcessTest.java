package dev.nightjar.kernel;

import dev.nightjar.testkit.FakeKernel;
import java.nio.file.Path;
import java.util.Map;

/// The fake kernel keeps the contract of the real ones, so what it does wrong it does on purpose.
class FakeKernelProcessTest extends KernelContract {
  @Override
  KernelSpec spec() {
    return new KernelSpec(
        "fake",
        Path.of("/"),
        FakeKernel.argv(),
        Map.of(),
        "Fake",
        "fake",
        KernelSpec.InterruptMode.SIGNAL);
  }

  @Override
  Code code() {
    return new Code(
        "print hello",
        "raise Trouble here",
        "print ready\nwait",
        "large 20000000",
        "pid",
        "spawn",
        "print last words\ndie 3");
  }
}
