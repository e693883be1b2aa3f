package dev.nightjar.web;

import dev.nightjar.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import java.time.Duration;

/// `/live`: a stream of server-sent events, each of which says that the page has something new to
/// show, and no more than that.
///
/// @param feed tells when
record LiveRoutes(LiveFeed feed) implements Routes {
  private static final Duration SILENCE = Duration.ofSeconds(15);

  @Override
  public void addTo(RoutesConfig routes) {
    routes.sse("/live", this::open);
  }

  private void open(SseClient client) {
    String job = client.ctx().queryParam("job");
    LiveFeed.Listener listener = feed.listen(job == null || job.isEmpty() ? null : job);
    if (listener == null) {
      // Too many pages are open: this one is not kept up to date.
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(listener::close);
    Thread.ofVirtual().name("live page").start(() -> tell(client, listener));
  }

  private static void tell(SseClient client, LiveFeed.Listener listener) {
    try (listener) {
      while (!client.terminated()) {
        if (listener.await(SILENCE)) {
          client.sendEvent("new");
        } else {
          client.sendComment("still here");
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
