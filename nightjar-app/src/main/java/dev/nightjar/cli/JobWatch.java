package dev.nightjar.cli;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// Waits for jobs to end, and shows how they go on standard error: on a terminal in one line that
/// is drawn anew, elsewhere a line for each change.
final class JobWatch {
  /// The exit status for a job that was stopped.
  static final int STOPPED = 3;

  private static final Set<String> ENDED = Set.of("SUCCESS", "FAILED", "STOPPED");
  private static final Duration EVERY = Duration.ofMillis(400);
  private static final String CLEAR = "\r\u001b[K";

  private final Connection connection;
  private final Client client;
  private final boolean live;
  private final String path;
  private String shown = "";

  JobWatch(Connection connection, Client client) {
    this(connection, client, "/api/jobs/");
  }

  /// Of a run of a workflow.
  static JobWatch ofRun(Connection connection, Client client) {
    return new JobWatch(connection, client, "/api/runs/");
  }

  private JobWatch(Connection connection, Client client, String path) {
    this.path = path;
    this.connection = connection;
    this.client = client;
    this.live = Screen.of(connection.program().environment()).isPresent();
  }

  /// Waits for the end.
  ///
  /// @return the job as it is then
  JsonNode await(String id) {
    while (true) {
      JsonNode job = client.get(path + id);
      if (ENDED.contains(job.path("state").asString(""))) {
        clear();
        return job;
      }
      show(line(job));
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  /// What a job's end means for scripts.
  static int exitStatus(JsonNode job) {
    return switch (job.path("state").asString("")) {
      case "SUCCESS" -> 0;
      case "STOPPED" -> STOPPED;
      default -> 1;
    };
  }

  private String line(JsonNode job) {
    String state = connection.looks().state(job.path("state"));
    JsonNode attempts = job.path("attempts");
    JsonNode attempt = attempts.path(attempts.size() - 1);
    JsonNode progress = attempt.path("progress");
    StringBuilder line = new StringBuilder("%s: %s".formatted(name(job), state));
    if (attempts.size() > 1) {
      line.append(", attempt ").append(attempts.size());
    }
    if (progress.path("cell").isNumber()) {
      line.append(
          ", cell %d of %d"
              .formatted(progress.path("cell").intValue() + 1, progress.path("cells").intValue()));
    }
    return line.toString();
  }

  private void show(String line) {
    if (live) {
      connection.err().print(CLEAR + line);
    } else if (!line.equals(shown)) {
      connection.err().println(line);
    }
    connection.err().flush();
    shown = line;
  }

  private void clear() {
    if (live && !shown.isEmpty()) {
      connection.err().print(CLEAR);
      connection.err().flush();
    }
  }

  private static String name(JsonNode job) {
    return Looks.text(job.path(job.has("workflow") ? "workflow" : "name"));
  }

  /// Says how a job ended, in the words of its state, and why.
  static List<String> told(JsonNode job, Looks looks) {
    String line =
        "%s  %s  %s  %s"
            .formatted(
                job.path("id").asString(""),
                looks.state(job.path("state")),
                looks.took(job.path("started_at"), job.path("ended_at")),
                name(job));
    return job.path("message").isNull()
        ? List.of(line)
        : List.of(line, "  " + Looks.text(job.path("message")));
  }
}
