package dev.nightjar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `nightjar jobs logs` and `nightjar tasks logs`.
final class LogsCommand implements Command {
  private static final Set<String> ENDED =
      Set.of("SUCCESS", "FAILED", "STOPPED", "SKIPPED", "UPSTREAM_FAILED");
  private static final int PIECE = 1 << 16;

  private final boolean ofJob;
  private final Options options;
  private final Positionals ids;
  private final Option<Boolean> follow;
  private final Option<Integer> tail;
  private final Option<Integer> attempt;
  private final Connection connection;

  private LogsCommand(Program program, boolean ofJob, Options options) {
    this.ofJob = ofJob;
    this.options = options;
    String what = ofJob ? "job" : "task";
    this.ids = options.positionals(ofJob ? "JOB" : "RUN TASK");
    this.follow = options.flag("-f, --follow", "Go on until the %s ends.".formatted(what));
    this.tail = options.integer("--tail BYTES", "Begin so many bytes before the end.");
    this.attempt = options.integer("--attempt N", "That of this attempt (default: the last).");
    this.connection = new Connection(options, program);
  }

  static LogsCommand ofJob(Program program) {
    return new LogsCommand(
        program,
        true,
        new Options(
            "Prints what a job's processes printed. With -f, goes on until the job ends.",
            """
            Examples:
              nightjar jobs logs -f JOB
              nightjar jobs logs --tail 2000 JOB
            """));
  }

  static LogsCommand ofTask(Program program) {
    return new LogsCommand(
        program,
        false,
        new Options(
            "Prints what a task of a run printed. With -f, goes on until the task ends.",
            """
            Examples:
              nightjar tasks logs -f RUN load
              nightjar tasks logs --attempt 1 RUN load
            """));
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String of = (ofJob ? "/api/jobs/" : "/api/runs/") + Client.encoded(ids.first());
    String job = ofJob ? of : "%s/tasks/%s".formatted(of, Client.encoded(ids.given().get(1)));
    String which = attempt.isGiven() ? "&attempt=" + attempt.or(1) : "";
    return connection.with(
        client -> {
          long from = tail.isGiven() ? -Math.max(1, tail.or(1)) : 0;
          if (!follow.isGiven()) {
            copyAll(client, job, which, from);
            return 0;
          }
          // The server ends the stream when nothing came for a while: go on where that was.
          do {
            from = Math.max(0, from) + copy(client, job + "/log?follow=true&from=" + from + which);
          } while (!hasEnded(client.get(of)));
          return 0;
        });
  }

  private boolean hasEnded(JsonNode shown) {
    JsonNode one =
        ofJob
            ? shown
            : shown
                .path("tasks")
                .valueStream()
                .filter(task -> task.path("name").asString("").equals(ids.given().get(1)))
                .findFirst()
                .orElse(shown);
    return ENDED.contains(one.path("state").asString(""));
  }

  private void copyAll(Client client, String job, String which, long start) {
    long from = start;
    for (long copied = -1; copied != 0 && (copied == -1 || from >= 0); from += copied) {
      copied = copy(client, job + "/log?from=" + from + which);
      if (from < 0) {
        return;
      }
    }
  }

  private long copy(Client client, String path) {
    long copied = 0;
    try (InputStream in = client.stream(path)) {
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        connection.out().write(piece, 0, read);
        connection.out().flush();
        copied += read;
      }
      return copied;
    } catch (IOException e) {
      throw new ServerException(
          "the connection broke: " + e.getMessage(), ServerException.UNREACHED);
    }
  }
}
