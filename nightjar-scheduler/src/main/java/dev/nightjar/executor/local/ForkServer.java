package dev.nightjar.executor.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Asks `nightjar_attempts.py` to start attempts by fork, which takes a twentieth of the processor
/// time of a new interpreter. The program is started when it is first needed, and again after it
/// ended. Safe for use by several threads.
final class ForkServer implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<String> program;
  private @Nullable Connection connection;

  /// A process that was started.
  ///
  /// @param pid its number
  /// @param exit done when it has ended; never, if the program that started it ended first
  record Forked(long pid, CompletableFuture<?> exit) {}

  /// @param program the command line of the program
  ForkServer(List<String> program) {
    this.program = List.copyOf(program);
  }

  /// Starts an attempt.
  ///
  /// @param arguments those of `nightjar_attempt.py`
  /// @throws Unsure if the program ended before it answered
  /// @throws IOException if the program can't be started, or says that it can't start the attempt
  Forked start(List<String> arguments) throws IOException {
    String line = MAPPER.writeValueAsString(arguments) + "\n";
    while (true) {
      try {
        Optional<Forked> forked = connection().ask(line).join();
        if (forked.isPresent()) {
          return forked.get();
        }
      } catch (CompletionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
  }

  private synchronized Connection connection() throws IOException {
    Connection now = connection;
    if (now == null || now.over) {
      now = new Connection(program);
      connection = now;
    }
    return now;
  }

  /// Ends the program; the attempts go on.
  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
  }

  /// The program ended before it answered: nobody knows whether the attempt was started.
  static final class Unsure extends IOException {
    private static final long serialVersionUID = 1;

    Unsure() {
      super("the program that starts attempts ended");
    }
  }

  /// One run of the program.
  private static final class Connection {
    private final Process process;
    private final Writer requests;
    private final Queue<CompletableFuture<Optional<Forked>>> asked = new ArrayDeque<>();
    private final Map<Long, CompletableFuture<?>> running = new HashMap<>();
    private volatile boolean over;

    Connection(List<String> program) throws IOException {
      var builder = new ProcessBuilder(program).redirectError(Redirect.INHERIT);
      LocalExecutor.withoutOurs(builder.environment());
      process = builder.start();
      requests = process.outputWriter(StandardCharsets.UTF_8);
      Thread.ofVirtual().name("attempts by fork").start(this::read);
    }

    /// @return what was started; empty if another run of the program is to be asked
    synchronized CompletableFuture<Optional<Forked>> ask(String line) {
      var answer = new CompletableFuture<Optional<Forked>>();
      if (over) {
        answer.complete(Optional.empty());
        return answer;
      }
      asked.add(answer);
      try {
        requests.write(line);
        requests.flush();
      } catch (IOException _) {
        end(answers -> answers.completeExceptionally(new Unsure()));
      }
      return answer;
    }

    private void read() {
      try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
          heard(line);
        }
      } catch (IOException _) {
        // as if it had ended
      }
      end(answer -> answer.completeExceptionally(new Unsure()));
    }

    private synchronized void heard(String line) {
      int space = line.indexOf(' ');
      String rest = line.substring(space + 1);
      switch (line.substring(0, Math.max(space, 0))) {
        case "started" -> {
          long pid = Long.parseLong(rest);
          var exit = new CompletableFuture<Void>();
          running.put(pid, exit);
          asked.remove().complete(Optional.of(new Forked(pid, exit)));
        }
        case "ended" -> {
          CompletableFuture<?> exit = running.remove(Long.parseLong(rest));
          if (exit != null) {
            exit.complete(null);
          }
        }
        case "refused" -> asked.remove().completeExceptionally(new IOException(rest));
        default -> end(answer -> answer.complete(Optional.empty())); // again
      }
    }

    /// Tells those who wait for an answer that none will come.
    private synchronized void end(Consumer<CompletableFuture<Optional<Forked>>> told) {
      over = true;
      asked.forEach(told);
      asked.clear();
    }

    synchronized void close() {
      over = true;
      try {
        requests.close();
      } catch (IOException _) {
        // it has ended
      }
    }
  }
}
