package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.notebook.Notebook;
import java.lang.reflect.Proxy;
import java.util.Map;

/// What the system asks of us while a run is going on. `SIGINT`, `SIGTERM` and `SIGHUP` let the run
/// end in order: the kernel is ended and the notebook saved. The third signal does not wait any
/// more.
///
/// Goes through `sun.misc.Signal`, since the JDK has no other way to hear of signals; by
/// reflection, since javac warns of it and can't be told not to.
final class Signals implements RunListener {
  private static final Map<String, Integer> HEARD = Map.of("INT", 2, "TERM", 15, "HUP", 1);
  private static final int PATIENCE = 3;

  private final Thread installation;
  private int received;
  private int number;

  private Signals(Runnable stop) {
    // A proxy takes as long to make as all else until the kernel starts.
    installation = Thread.ofPlatform().daemon().name("signals").start(() -> install(stop));
  }

  /// From now on, or a moment later, signals run `stop`, on a thread of their own. Before, they end
  /// us as they end any program, and whatever kernel there is goes with us.
  static Signals listen(Runnable stop) {
    return new Signals(stop);
  }

  /// A run that may write files waits until signals are heard: they would be left behind.
  @Override
  public void started(Notebook notebook) {
    try {
      installation.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void install(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      for (var entry : HEARD.entrySet()) {
        Object proxy =
            Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handler},
                (_, _, _) -> {
                  receive(entry.getValue(), stop);
                  return null;
                });
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(entry.getKey()), proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", e);
    }
  }

  private void receive(int signal, Runnable stop) {
    boolean givesUp;
    synchronized (this) {
      received++;
      number = number == 0 ? signal : number;
      givesUp = received >= PATIENCE;
    }
    if (givesUp) {
      Runtime.getRuntime().halt(exitStatus());
    }
    stop.run();
  }

  /// The status to exit with: papermill's 1 after `SIGINT`, the shell's convention after others.
  synchronized int exitStatus() {
    return number == 2 ? 1 : 128 + number;
  }
}
