package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// `/live`: a stream of server-sent events, each of which says that the page has something new to
/// show, and no more than that.
///
/// @param feed tells when
record LiveRoutes(LiveFeed feed) implements Routes {
  private static final Duration SILENCE = Duration.ofSeconds(15);

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/live", this::stream);
  }

  private void stream(Context request) throws IOException {
    String given = request.queryParam("job");
    @Nullable String job = given == null || given.isEmpty() ? null : given;
    try (LiveFeed.Listener listener = feed.listen(job)) {
      if (listener == null) {
        throw new HttpProblem(503, "Too many pages are open.");
      }
      HttpServletResponse response = request.res();
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      OutputStream out = response.getOutputStream();
      send(out, "retry: 2000\n\n");
      while (!listener.over() && !Thread.currentThread().isInterrupted()) {
        send(out, listener.await(SILENCE) ? "data: new\n\n" : ": still here\n\n");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      // The browser closed it.
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
