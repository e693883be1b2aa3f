package dev.nightjar.testkit;

import dev.nightjar.testkit.FakeAction.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A kernel that does what its script says, right or wrong, over the real wire protocol.
///
/// It runs in the test's own process ([#start(Function)]), or as a process of its own
/// ([#main(String...)], [#argv(String...)]) where code is a script for [FakeAction#parse(String)].
/// One thread owns its sockets.
public final class FakeKernel implements AutoCloseable {
  /// How a fake kernel fails before it has run anything.
  public enum Start {
    /// It does not fail.
    SOUND,
    /// It ends before it listens.
    DIES_BEFORE_BIND,
    /// It listens, and ends when it is asked for its info.
    DIES_WHEN_ASKED,
    /// It listens and never answers.
    SILENT
  }

  private static final long POLL_MILLIS = 10;

  private final Function<String, List<FakeAction>> script;
  private final Start start;
  private final CompletableFuture<FakeConnection> bound = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean interrupted;
  private volatile boolean heartbeatStopped;

  private FakeKernel(
      FakeConnection connection, Start start, Function<String, List<FakeAction>> script) {
    this.script = script;
    this.start = start;
    this.thread = Thread.ofPlatform().daemon().name("fake kernel").unstarted(() -> run(connection));
  }

  /// A fake kernel in this process, listening.
  ///
  /// @param script what it does, by the code that it is asked to run
  public static FakeKernel start(Function<String, List<FakeAction>> script) {
    return start(Start.SOUND, script);
  }

  /// A fake kernel in this process.
  public static FakeKernel start(Start start, Function<String, List<FakeAction>> script) {
    var connection = new FakeConnection(0, 0, 0, 0, 0, UUID.randomUUID().toString());
    FakeKernel kernel = new FakeKernel(connection, start, script);
    kernel.thread.start();
    return kernel;
  }

  /// The command that starts a fake kernel as a process: what a `kernel.json` has as `argv`.
  ///
  /// @param more for [#main(String...)], after the connection file
  public static List<String> argv(String... more) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> argv =
        new ArrayList<>(
            List.of(
                java,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeKernel.class.getName(),
                "{connection_file}"));
    argv.addAll(List.of(more));
    return argv;
  }

  /// Runs a fake kernel until it ends, and exits with its status.
  ///
  /// @param args the connection file, and a [Start] if it is not to be sound
  public static void main(String... args) {
    Start start = args.length > 1 ? Start.valueOf(args[1]) : Start.SOUND;
    FakeKernel kernel =
        new FakeKernel(FakeConnection.read(Path.of(args[0])), start, FakeAction::parse);
    onInterrupt(() -> kernel.interrupted = true);
    kernel.thread.start();
    Runtime.getRuntime().halt(kernel.ended.join());
  }

  /// By reflection, since javac lets nobody name `sun.misc.Signal` without a warning, and the JDK
  /// has no other way to hear SIGINT without ending.
  private static void onInterrupt(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener =
          Proxy.newProxyInstance(
              FakeKernel.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), listener);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Writes a connection file by which clients find this kernel.
  public Path writeConnectionFile(Path file) {
    bound.join().write(file);
    return file;
  }

  /// From now on no heartbeat is answered. Requests are.
  public void stopHeartbeat() {
    heartbeatStopped = true;
  }

  /// Completes with the exit status when the kernel has ended and its sockets are closed.
  public CompletableFuture<Integer> ended() {
    return ended.copy();
  }

  /// Ends it as a kernel that closes its sockets does.
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(FakeConnection connection) {
    int status = 0;
    try {
      if (start != Start.DIES_BEFORE_BIND) {
        status = serve(connection);
      } else {
        bound.complete(new FakeConnection(1, 1, 1, 1, 1, connection.key()));
        status = 1;
      }
    } catch (RuntimeException e) {
      bound.completeExceptionally(e);
      ended.completeExceptionally(e);
      return;
    }
    ended.complete(status);
  }

  private int serve(FakeConnection connection) {
    try (ZContext context = new ZContext()) {
      Sockets sockets = new Sockets(context, connection);
      bound.complete(sockets.connection);
      ZMQ.Poller poller = context.createPoller(3);
      poller.register(sockets.control, ZMQ.Poller.POLLIN);
      poller.register(sockets.shell, ZMQ.Poller.POLLIN);
      poller.register(sockets.heartbeat, ZMQ.Poller.POLLIN);
      while (!stopped) {
        poller.poll(POLL_MILLIS);
        if (poller.pollin(2) && !heartbeatStopped) {
          sockets.heartbeat.send(sockets.heartbeat.recv());
        }
        if (poller.pollin(0) && control(sockets)) {
          return 0;
        }
        if (poller.pollin(1)) {
          shell(sockets);
        }
      }
      return 0;
    } catch (Death death) {
      return death.status;
    }
  }

  /// Handles a request on control.
  ///
  /// @return whether it was the request to end
  private boolean control(Sockets sockets) {
    FakeWire.Request request = sockets.wire.receive(sockets.control);
    switch (request.type()) {
      case "interrupt_request" -> {
        interrupted = true;
        sockets.reply(sockets.control, request, "interrupt_reply", Map.of("status", "ok"));
      }
      case "shutdown_request" -> {
        sockets.reply(sockets.control, request, "shutdown_reply", Map.of("status", "ok"));
        return true;
      }
      default -> info(sockets, sockets.control, request);
    }
    return false;
  }

  private void shell(Sockets sockets) {
    FakeWire.Request request = sockets.wire.receive(sockets.shell);
    if (request.type().equals("execute_request")) {
      new Execution(sockets, request).run(script.apply(request.content().path("code").asString()));
    } else {
      info(sockets, sockets.shell, request);
    }
  }

  private void info(Sockets sockets, ZMQ.Socket socket, FakeWire.Request request) {
    switch (start) {
      case DIES_WHEN_ASKED -> throw new Death(1);
      case SILENT, DIES_BEFORE_BIND -> {}
      case SOUND -> {
        sockets.publish(request, "status", Map.of("execution_state", "busy"));
        Map<String, Object> language =
            Map.of("name", "fake", "version", "1", "mimetype", "text/plain", "file_extension", "");
        sockets.reply(
            socket,
            request,
            "kernel_info_reply",
            Map.of("status", "ok", "protocol_version", "5.3", "language_info", language));
        sockets.publish(request, "status", Map.of("execution_state", "idle"));
      }
    }
  }

  /// The end of the kernel.
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Death(int status) {
      this.status = status;
    }
  }

  /// The five sockets, bound.
  private static final class Sockets {
    private static final int LINGER_MILLIS = 2000;

    final ZMQ.Socket shell;
    final ZMQ.Socket iopub;
    final ZMQ.Socket stdin;
    final ZMQ.Socket control;
    final ZMQ.Socket heartbeat;
    final FakeConnection connection;
    final FakeWire wire;
    private final ZContext context;

    Sockets(ZContext context, FakeConnection asked) {
      this.context = context;
      shell = context.createSocket(SocketType.ROUTER);
      iopub = context.createSocket(SocketType.PUB);
      stdin = context.createSocket(SocketType.ROUTER);
      control = context.createSocket(SocketType.ROUTER);
      heartbeat = context.createSocket(SocketType.REP);
      connection =
          new FakeConnection(
              bind(shell, asked.shell()),
              bind(iopub, asked.iopub()),
              bind(stdin, asked.stdin()),
              bind(control, asked.control()),
              bind(heartbeat, asked.heartbeat()),
              asked.key());
      wire = new FakeWire(asked.key());
    }

    /// Waits for requests on control.
    ZMQ.Poller controlPoller() {
      ZMQ.Poller poller = context.createPoller(1);
      poller.register(control, ZMQ.Poller.POLLIN);
      return poller;
    }

    private static int bind(ZMQ.Socket socket, int port) {
      socket.setLinger(LINGER_MILLIS);
      socket.setSndHWM(0);
      if (port == 0) {
        return socket.bindToRandomPort("tcp://127.0.0.1");
      }
      socket.bind("tcp://127.0.0.1:" + port);
      return port;
    }

    void reply(ZMQ.Socket to, FakeWire.Request parent, String type, Map<String, Object> content) {
      FakeWire.send(to, parent.identities(), wire.frames(type, parent, FakeWire.json(content)));
    }

    void publish(FakeWire.Request parent, String type, Map<String, Object> content) {
      publish(wire.frames(type, parent, FakeWire.json(content)), type);
    }

    void publish(List<byte[]> frames, String topic) {
      FakeWire.send(iopub, List.of(topic.getBytes(StandardCharsets.UTF_8)), frames);
    }
  }

  /// One request to run code.
  private final class Execution {
    private final Sockets sockets;
    private final FakeWire.Request request;
    private FakeAction.@Nullable Raise error;

    Execution(Sockets sockets, FakeWire.Request request) {
      this.sockets = sockets;
      this.request = request;
    }

    void run(List<FakeAction> actions) {
      interrupted = false;
      automatic(Step.BUSY, actions);
      automatic(Step.INPUT, actions);
      actions.forEach(action -> perform(action, request));
      automatic(Step.REPLY, actions);
      automatic(Step.IDLE, actions);
    }

    private void automatic(Step step, List<FakeAction> actions) {
      if (!actions.contains(step) && !actions.contains(new FakeAction.Omit(step))) {
        perform(step, request);
      }
    }

    private void perform(FakeAction action, FakeWire.Request parent) {
      switch (action) {
        case Step step -> step(step, parent);
        case FakeAction.Omit _ -> {}
        case FakeAction.Publish(String type, String content) ->
            sockets.publish(
                sockets.wire.frames(type, parent, content.getBytes(StandardCharsets.UTF_8)), type);
        case FakeAction.PrintPid _ -> print(parent, ProcessHandle.current().pid() + "\n");
        case FakeAction.Large(int bytes) -> print(parent, "x".repeat(bytes));
        case FakeAction.Flood(int messages) -> {
          for (int i = 0; i < messages; i++) {
            print(parent, i + "\n");
          }
        }
        case FakeAction.Raise raise -> raise(raise, parent);
        case FakeAction.ForOtherParent(FakeAction other) -> perform(other, parent.ofSomebodyElse());
        case FakeAction.Broken(FakeAction.Flaw flaw) -> breakMessage(flaw, parent);
        case FakeAction.AskInput(String prompt) -> {
          sockets.reply(
              sockets.stdin, parent, "input_request", Map.of("prompt", prompt, "password", false));
          FakeWire.Request answer = sockets.wire.receive(sockets.stdin);
          print(parent, "[%s]".formatted(answer.content().path("value").asString()));
        }
        case FakeAction.Await(var latch) -> {
          try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
              throw new IllegalStateException("nobody released the fake kernel");
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        case FakeAction.AwaitInterrupt _ -> {
          awaitInterrupt();
          raise(new FakeAction.Raise("KeyboardInterrupt", ""), parent);
        }
        case FakeAction.Spawn _ -> print(parent, spawn() + "\n");
        case FakeAction.Die(int status) -> throw new Death(status);
      }
    }

    private void step(Step step, FakeWire.Request parent) {
      switch (step) {
        case BUSY -> sockets.publish(parent, "status", Map.of("execution_state", "busy"));
        case IDLE -> sockets.publish(parent, "status", Map.of("execution_state", "idle"));
        case INPUT ->
            sockets.publish(
                parent,
                "execute_input",
                Map.of("code", parent.content().path("code").asString(), "execution_count", 1));
        case REPLY ->
            sockets.reply(
                sockets.shell,
                parent,
                "execute_reply",
                error == null
                    ? Map.of("status", "ok", "execution_count", 1)
                    : Map.of(
                        "status",
                        "error",
                        "execution_count",
                        1,
                        "ename",
                        error.ename(),
                        "evalue",
                        error.evalue(),
                        "traceback",
                        List.of(error.ename() + ": " + error.evalue())));
      }
    }

    private void print(FakeWire.Request parent, String text) {
      sockets.publish(parent, "stream", Map.of("name", "stdout", "text", text));
    }

    private void raise(FakeAction.Raise raise, FakeWire.Request parent) {
      error = raise;
      sockets.publish(
          parent,
          "error",
          Map.of("ename", raise.ename(), "evalue", raise.evalue(), "traceback", List.of()));
    }

    private void breakMessage(FakeAction.Flaw flaw, FakeWire.Request parent) {
      byte[] content = FakeWire.json(Map.of("name", "stdout", "text", "broken"));
      byte[] garbage = "{\"name\": \"std".getBytes(StandardCharsets.UTF_8);
      sockets.publish(
          switch (flaw) {
            case FORGED -> sockets.wire.forged("stream", parent, content);
            case GARBAGE -> sockets.wire.frames("stream", parent, garbage);
            case SHORT -> sockets.wire.frames("stream", parent, content).subList(0, 4);
            case EMPTY -> List.of(new byte[0]);
          },
          "stream");
    }

    private void awaitInterrupt() {
      try (ZMQ.Poller poller = sockets.controlPoller()) {
        while (!interrupted && !stopped) {
          if (poller.poll(POLL_MILLIS) > 0 && control(sockets)) {
            throw new Death(0);
          }
        }
      }
    }

    private static long spawn() {
      try {
        return new ProcessBuilder("sleep", "600").start().pid();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
