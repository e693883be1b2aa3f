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
      if (connection.isForScripts()) {
        connection.print(made);
      } else {
        connection.out().println(id);
      }
      return 0;
    }
    JsonNode job = new JobWatch(connection, client).await(id);
    if (connection.isForScripts()) {
      connection.print(job);
    } else {
      JobWatch.told(job, connection.looks()).forEach(connection.out()::println);
    }
    return JobWatch.exitStatus(job);
  }
}
