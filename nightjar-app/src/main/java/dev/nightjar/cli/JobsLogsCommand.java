package dev.nightjar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `nightjar jobs logs`.
final class JobsLogsCommand implements Command {
  private static final Set<String> ENDED = Set.of("SUCCESS", "FAILED", "STOPPED");
  private static final int PIECE = 1 << 16;

  private final Options options =
      new Options(
          "Prints what a job's processes printed. With -f, goes on until the job ends.",
          """
          Examples:
            nightjar jobs logs -f JOB
            nightjar jobs logs --tail 2000 JOB
          """);
  private final Positionals ids = options.positionals("JOB");
  private final Option<Boolean> follow = options.flag("-f, --follow", "Go on until the job ends.");
  private final Option<Integer> tail =
      options.integer("--tail BYTES", "Begin so many bytes before the end.");
  private final Option<Integer> attempt =
      options.integer("--attempt N", "That of this attempt (default: the last).");
  private final Connection connection;

  JobsLogsCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String job = "/api/jobs/" + Client.encoded(ids.first());
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
          } while (!hasEnded(client.get(job)));
          return 0;
        });
  }

  private static boolean hasEnded(JsonNode job) {
    return ENDED.contains(job.path("state").asString(""));
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
