package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiEventsTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void events_come_as_they_happen() {
    try (var events = new ListenedEvents(server, "")) {
      String job = server.submit("x");

      var queued = events.next("QUEUED");
      var ended = events.next("SUCCESS");

      assertThat(queued.data().path("job_id").stringValue()).isEqualTo(job);
      assertThat(ended.data().path("job_id").stringValue()).isEqualTo(job);
    }
  }

  @Test
  void who_comes_again_goes_on_where_he_was() {
    String job = server.submit("x");
    server.ended(job);
    long first;
    try (var events = new ListenedEvents(server, "?after=0&job=" + job)) {
      first = events.next().resume();
    }

    try (var events =
        new ListenedEvents(server, "?job=" + job, "Last-Event-ID", Long.toString(first))) {
      assertThat(events.next().data().path("to").stringValue()).isEqualTo("RUNNING");
      assertThat(events.next("SUCCESS").resume()).isGreaterThan(first);
    }
  }

  @Test
  void only_the_events_of_one_job_come_if_only_those_are_wanted() {
    String other = server.submit("x");
    server.ended(other);
    String job = server.submit("y");
    server.ended(job);

    try (var events = new ListenedEvents(server, "?after=0&job=" + job)) {
      assertThat(events.next().data().path("job_id").stringValue()).isEqualTo(job);
    }
  }

  @Test
  void an_id_that_is_none_is_refused() {
    assertThat(server.get("/api/events", "Last-Event-ID", "x").status()).isEqualTo(400);
    assertThat(server.get("/api/events?after=-2").status()).isEqualTo(400);
  }
}
