package dev.nightjar.airflow;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.http.airflow.Trials;
import dev.nightjar.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tries tasks of Airflow files by the shim. Thread-safe.
public final class DagTrials implements Trials {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Shim shim;
  private final Database database;
  private final List<String> nightjar;
  private final Supplier<Shim.Api> api;
  private final RunOrder runOrder;

  /// @param folder of the DAG files
  /// @param nightjar starts this program
  /// @param api where tasks may ask for variables, connections and values
  public DagTrials(
      Shim shim, Path folder, Database database, List<String> nightjar, Supplier<Shim.Api> api) {
    this.shim = shim;
    this.database = database;
    this.nightjar = List.copyOf(nightjar);
    this.api = api;
    this.runOrder = new RunOrder(folder);
  }

  @Override
  public Tried attempt(Asked asked) throws InterruptedException {
    try {
      Map<String, Object> order =
          database.read(transaction -> runOrder.of(transaction, asked.run()));
      order.put("task_id", asked.task());
      order.put("mode", asked.kind().name().toLowerCase(Locale.ROOT));
      order.put("test_params", asked.parameters());
      order.put("nightjar", nightjar);
      order.put("api", api.get());
      Shim.Done done = shim.carryOut("task '%s'".formatted(asked.task()), order, PATIENCE);
      return new Tried(
          done.said(),
          JSON.convertValue(done.outcome().path("rendered"), MAP),
          problem(asked.kind(), done.outcome()));
    } catch (DagFileException | PreparationException e) {
      return new Tried("", Map.of(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A task that would wait or look again later has not failed.
  private static @Nullable String problem(Kind kind, JsonNode outcome) {
    String message = outcome.path("message").asString("It failed.");
    return outcome.path("state").asString("").equals("failed")
        ? (kind == Kind.TEST ? message : "Its templates can't be filled in: " + message)
        : null;
  }
}
