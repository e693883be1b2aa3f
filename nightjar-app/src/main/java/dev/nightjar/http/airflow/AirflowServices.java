package dev.nightjar.http.airflow;

import dev.nightjar.http.ConnectionTrial;
import dev.nightjar.http.Services;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.Seal;
import dev.nightjar.store.VariableStore;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What requests to Airflow's interfaces are answered with.
///
/// @param services what all requests are answered with
/// @param dags runs workflows
/// @param trials tries tasks
/// @param connectionTrial tries connections
/// @param folder of workflow files; null if none is watched
/// @param variables named texts for tasks
/// @param connections how tasks reach other systems
public record AirflowServices(
    Services services,
    Dags dags,
    Trials trials,
    ConnectionTrial connectionTrial,
    @Nullable Path folder,
    VariableStore variables,
    ConnectionStore connections) {
  /// With values encrypted by a key.
  public AirflowServices(
      Services services,
      Dags dags,
      Trials trials,
      ConnectionTrial connectionTrial,
      @Nullable Path folder,
      Seal seal) {
    this(
        services,
        dags,
        trials,
        connectionTrial,
        folder,
        new VariableStore(seal),
        new ConnectionStore(seal));
  }

  Database database() {
    return services.database();
  }

  Instant now() {
    return services.clock().instant();
  }
}
