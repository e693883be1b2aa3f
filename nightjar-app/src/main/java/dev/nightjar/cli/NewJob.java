package dev.nightjar.cli;

import tools.jackson.databind.JsonNode;

/// Shows a job that was made: its id at once, or its end.
record NewJob(Connection connection, Client client) {
  /// Shows it.
  ///
  /// @return the exit status
  int show(JsonNode made, boolean wait) {
    String id = made.path("id").asString("");
    if (!wait) {
      connection.tell(made, _ -> connection.out().println(id));
      return 0;
    }
    JsonNode job = new JobWatch(connection, client).await(id);
    connection.tell(
        job, ended -> JobWatch.told(ended, connection.looks()).forEach(connection.out()::println));
    return JobWatch.exitStatus(job);
  }
}
