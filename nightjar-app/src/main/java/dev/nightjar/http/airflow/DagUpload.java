package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// `deploy_dag` of the old plugin: puts a DAG file into the folder of workflow files.
final class DagUpload {
  private static final long LARGEST = 4L << 20;
  private static final int MOST = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final AirflowServices services;
  private final KeyedWorkflows workflows = new KeyedWorkflows();

  DagUpload(AirflowServices services) {
    this.services = services;
  }

  /// Takes the file of a request, and pauses or resumes its DAGs if that is asked for.
  ///
  /// @return the name of the file
  String take(Context request, Map<String, String> arguments) {
    UploadedFile file = request.uploadedFile("dag_file");
    if (file == null || file.filename().isEmpty()) {
      throw AirflowProblem.bad("dag_file should be provided");
    }
    String name = file.filename();
    if (!name.matches("[\\w][\\w.-]{0,200}\\.py")) {
      throw AirflowProblem.bad("dag_file is not a *.py file");
    }
    Path folder = services.folder();
    if (folder == null) {
      throw AirflowProblem.bad(
          "There is no folder of DAG files: start the server with --workflows");
    }
    if (file.size() > LARGEST) {
      throw AirflowProblem.bad("dag_file is larger than %d MiB".formatted(LARGEST >> 20));
    }
    store(file, folder.resolve(name), arguments.containsKey("force"));
    boolean pause = arguments.containsKey("pause");
    if (pause || arguments.containsKey("unpause")) {
      read(name).forEach(dag -> services.dags().pause(dag, pause, Requests.who(request)));
    }
    return name;
  }

  private static void store(UploadedFile file, Path place, boolean force) {
    if (!force && Files.exists(place)) {
      throw AirflowProblem.bad("The file '%s' already exists".formatted(place));
    }
    Path part = place.resolveSibling(".%s.part".formatted(place.getFileName()));
    try (InputStream content = file.content()) {
      Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be written".formatted(place), e);
    }
  }

  /// The DAGs of a file, as soon as it has been read.
  private List<String> read(String file) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> dags = dags(file);
    while (dags.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      dags = dags(file);
    }
    if (dags.isEmpty()) {
      throw AirflowProblem.bad(
          "%s has been uploaded, but no DAG was read from it: see the import errors"
              .formatted(file));
    }
    return dags;
  }

  private List<String> dags(String file) {
    var all = new KeyedWorkflows.Filter(null, List.of(), null, true);
    return services
        .database()
        .<List<KeyedWorkflow>>read(
            transaction ->
                workflows.list(transaction, all, KeyedWorkflows.Order.KEY, false, MOST, 0))
        .stream()
        .filter(dag -> file.equals(dag.file()))
        .map(KeyedWorkflow::key)
        .toList();
  }
}
