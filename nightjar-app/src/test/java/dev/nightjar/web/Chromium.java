package dev.nightjar.web;

import dev.nightjar.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The system's Chromium, spoken to by the Chrome DevTools Protocol. Thread-safe.
final class Chromium implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final long PATIENCE_SECONDS = 40;
  private static final String LISTENING = "DevTools listening on ";

  /// Something that the browser tells of.
  record Event(String session, String method, JsonNode params) {}

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
  private final List<Event> problems = new CopyOnWriteArrayList<>();

  private record Waiting(Predicate<Event> wanted, CompletableFuture<Event> event) {}

  private Chromium(Process process, Path profile, String address) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener())
            .join();
  }

  static Chromium start() throws IOException {
    Path profile = Files.createTempDirectory("nightjar-chromium-");
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.errorReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
        return new Chromium(process, profile, line.substring(LISTENING.length()).strip());
      }
    }
    throw new IOException("Chromium did not start");
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = Json.parse(text.toString());
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return null;
    }
  }

  private void heard(JsonNode message) {
    CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt(-1));
    if (answer != null) {
      answer.complete(message);
      return;
    }
    var event =
        new Event(
            message.path("sessionId").asString(""),
            message.path("method").asString(""),
            message.path("params"));
    if (isProblem(event)) {
      problems.add(event);
    }
    List<Waiting> met = waiting.stream().filter(one -> one.wanted().test(event)).toList();
    waiting.removeAll(met);
    met.forEach(one -> one.event().complete(event));
  }

  private static boolean isProblem(Event event) {
    return switch (event.method()) {
      case "Runtime.exceptionThrown" -> true;
      case "Runtime.consoleAPICalled" -> event.params().path("type").asString("").equals("error");
      case "Log.entryAdded" ->
          event.params().path("entry").path("level").asString("").equals("error");
      default -> false;
    };
  }

  /// What the console of a tab complained of, what its Content-Security-Policy refused included.
  List<String> problems(String session) {
    List<String> all = new ArrayList<>();
    for (Event problem : problems) {
      if (problem.session().equals(session)) {
        all.add(problem.params().toString());
      }
    }
    return all;
  }

  /// The next event that is wanted.
  CompletableFuture<Event> next(Predicate<Event> wanted) {
    var event = new CompletableFuture<Event>();
    waiting.add(new Waiting(wanted, event));
    return event.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// Asks the browser, or one of its tabs, to do something.
  JsonNode call(@Nullable String session, String method, ObjectNode params) {
    int id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    ObjectNode message = Json.object().put("id", id).put("method", method);
    message.set("params", params);
    if (session != null) {
      message.put("sessionId", session);
    }
    synchronized (socket) {
      socket.sendText(message.toString(), true).join();
    }
    JsonNode said = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (said.has("error")) {
      throw new IllegalStateException(method + ": " + said.path("error"));
    }
    return said.path("result");
  }

  /// A new tab with cookies of its own.
  Tab open() {
    String context =
        call(null, "Target.createBrowserContext", Json.object())
            .path("browserContextId")
            .asString("");
    String target =
        call(
                null,
                "Target.createTarget",
                Json.object().put("url", "about:blank").put("browserContextId", context))
            .path("targetId")
            .asString("");
    String session =
        call(
                null,
                "Target.attachToTarget",
                Json.object().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .asString("");
    return new Tab(this, session);
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      dev.nightjar.files.Folders.delete(profile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      // A helper of the browser still wrote there; it is in a temporary folder.
    }
  }
}
