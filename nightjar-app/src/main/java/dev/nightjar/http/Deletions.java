package dev.nightjar.http;

import dev.nightjar.files.Folders;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.task.KeptKernels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Deletes jobs and definitions with their files, and kernels that are left of them. Thread-safe.
public final class Deletions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SOME = 100;

  private final Services services;
  private final RunLists runs = new RunLists();
  private final WorkflowStore workflows = new WorkflowStore();

  public Deletions(Services services) {
    this.services = services;
  }

  /// Stops a job, and deletes its record and its files.
  ///
  /// @return the job as it was; empty if it is not there
  public Optional<Run> job(String id, String who) {
    Optional<Run> run = services.jobs().delete(id, who, PATIENCE);
    run.ifPresent(
        gone -> {
          Path folder = services.artifacts().resolve(TaskRunKey.folderOfRun(gone.id()));
          KeptKernels.ofRun(folder).end();
          Folders.delete(folder);
          if (gone.workflowId() == null) {
            services.snapshots().delete(gone.snapshot());
          }
        });
    return run;
  }

  /// Deletes a definition with its versions, jobs and files.
  ///
  /// @return false if it is not there
  public boolean definition(String id, String who) {
    if (!services.definitions().change(id, Definitions.Change.paused(true), who)) {
      return false;
    }
    for (List<Run> some = some(id); !some.isEmpty(); some = some(id)) {
      some.forEach(run -> job(run.id(), who));
    }
    List<String> snapshots =
        services.database().read(transaction -> workflows.snapshots(transaction, id));
    services.definitions().delete(id, who);
    snapshots.forEach(services.snapshots()::delete);
    return true;
  }

  private List<Run> some(String definition) {
    return services
        .database()
        .read(
            transaction -> runs.newest(transaction, RunFilter.ofWorkflow(definition), null, SOME));
  }
}
