package dev.nightjar.cli;

import java.lang.reflect.Proxy;
import java.util.Map;

/// What the system asks of us while a run is going on. `SIGINT`, `SIGTERM` and `SIGHUP` let the run
/// end in order: the kernel is ended and the notebook saved. The third signal does not wait any
/// more.
///
/// Handlers take as long to make as all else until the kernel starts, so they are made meanwhile;
/// what comes before they are there, Java's own handler hears, and ends the program by way of
/// [OrderlyEnd].
///
/// Goes through `sun.misc.Signal`, since the JDK has no other way to hear of signals; by
/// reflection, since javac warns of it and can't be told not to.
final class Signals implements AutoCloseable {
  private static final Map<String, Integer> HEARD = Map.of("INT", 2, "TERM", 15, "HUP", 1);
  private static final int PATIENCE = 3;

  private final OrderlyEnd end = new OrderlyEnd();
  private int received;
  private int number;

  private Signals(Runnable stop) {
    end.by(stop);
    Thread.ofPlatform().daemon().name("signals").start(() -> install(stop));
  }

  /// From now on signals run `stop`, on a thread of their own.
  static Signals listen(Runnable stop) {
    return new Signals(stop);
  }

  /// The run has ended, and all it writes is written.
  @Override
  public void close() {
    end.close();
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
