package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.json.Json;
import dev.nightjar.run.Event;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.EventSubscription;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `/api/events`: the events as server-sent events (HTML Living Standard, 9.2).
final class EventApi {
  private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);
  private static final int MOST_LISTENERS = 500;

  private final EventFeed feed;

  EventApi(EventFeed feed) {
    this.feed = feed;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/api/events", this::events));
  }

  private void events(Context request) throws IOException, InterruptedException {
    var query = new Query(request);
    long asked = query.whole("after", -1, 0, Long.MAX_VALUE);
    Predicate<Event> wanted = wanted(query.text("job"), query.text("definition"));
    query.check();
    Long resumed = resumed(request);
    if (feed.listeners() >= MOST_LISTENERS) {
      throw new HttpProblem(
          429, "%d listen to events already: try again later.".formatted(MOST_LISTENERS));
    }
    Long after = resumed != null ? resumed : asked < 0 ? null : (Long) asked;
    try (EventSubscription subscription = feed.subscribe(after, wanted)) {
      request.contentType("text/event-stream; charset=utf-8");
      request.header("Cache-Control", "no-store");
      request.header("X-Accel-Buffering", "no");
      request.disableCompression();
      send(subscription, request.res().getOutputStream());
    }
  }

  private static @Nullable Long resumed(Context request) {
    String last = request.header("Last-Event-ID");
    if (last == null || last.isEmpty()) {
      return null;
    }
    try {
      return Math.max(0, Long.parseLong(last));
    } catch (NumberFormatException e) {
      throw HttpProblem.bad("Last-Event-ID is not the id of an event: leave it out.");
    }
  }

  private static Predicate<Event> wanted(@Nullable String job, @Nullable String definition) {
    return event ->
        (job == null || job.equals(event.subject().run()))
            && (definition == null || definition.equals(event.subject().workflow()));
  }

  private static void send(EventSubscription subscription, OutputStream out)
      throws IOException, InterruptedException {
    write(out, "retry: 2000\n: events come as they happen\n\n");
    while (!subscription.ended()) {
      Optional<EventSubscription.Delivered> next = subscription.take(ALIVE_EVERY);
      if (next.isPresent()) {
        String data =
            new String(Json.compact(EventView.of(next.get().event())), StandardCharsets.UTF_8);
        write(out, "id: %d\ndata: %s\n\n".formatted(next.get().resume(), data));
      } else if (!subscription.ended()) {
        write(out, ": still here\n\n");
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
