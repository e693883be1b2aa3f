package dev.nightjar.cli;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.workflowfile.WorkflowReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the command line asks of the part of the program that has the database.
public sealed interface ServerWork {
  /// The server that it is about.
  ServerConfig config();

  /// Run it until it is told to stop.
  record Serve(ServerConfig config) implements ServerWork {}

  /// Run jobs for servers that share its database, until it is told to stop.
  record Work(ServerConfig config) implements ServerWork {}

  /// Make a token.
  ///
  /// @param valid how long; null for ever
  record CreateToken(ServerConfig config, String name, String role, @Nullable Duration valid)
      implements ServerWork {}

  /// List the tokens.
  record ListTokens(ServerConfig config, boolean json) implements ServerWork {}

  /// Make a token worthless.
  record RevokeToken(ServerConfig config, String name) implements ServerWork {}

  /// Delete what was kept long enough.
  ///
  /// @param dryRun only say what that is
  record Retain(ServerConfig config, boolean dryRun) implements ServerWork {}

  /// Take over what a jupyter-scheduler has.
  ///
  /// @param file its database
  /// @param staging its staging area
  /// @param paused let all definitions come paused
  /// @param dryRun only say what would be done
  /// @param json say it as JSON
  record ImportJupyterScheduler(
      ServerConfig config, Path file, Path staging, boolean paused, boolean dryRun, boolean json)
      implements ServerWork {}

  /// Copy the database.
  record Backup(ServerConfig config, Path file) implements ServerWork {}

  /// Put a copy of the database in its place.
  record Restore(ServerConfig config, Path file) implements ServerWork {}

  /// Read an Airflow file.
  ///
  /// @param name how problems call the file
  /// @param found is given each of its DAGs, or what is wrong
  record ReadDags(
      ServerConfig config, Path file, String name, Consumer<List<WorkflowReading>> found)
      implements ServerWork {}

  /// Run a workflow file here, until its end.
  record RunFile(ServerConfig config, FileRun run, FileRunView view) implements ServerWork {}
}
