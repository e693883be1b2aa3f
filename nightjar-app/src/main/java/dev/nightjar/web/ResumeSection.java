package dev.nightjar.web;

import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.task.KeptKernel;
import dev.nightjar.task.KeptKernels;
import java.util.Optional;

/// What a failed notebook offers as long as its kernel is kept: to go on in it, and to look into
/// it.
///
/// @param address of the task, or of the job
record ResumeSection(Visit visit, String address) {
  /// The kernel in which the task can go on.
  static Optional<KeptKernel> kernel(Services services, StoredTaskRun task) {
    return task.standing().state() == TaskRunState.FAILED && task.point() == null
        ? KeptKernels.newest(
            services.artifacts().resolve(task.key().folder()), services.clock().instant())
        : Optional.empty();
  }

  /// The kernel in which a job can go on.
  static Optional<KeptKernel> kernel(Services services, Run job) {
    var task = new TaskRunKey(job.id(), job.workflow().onlyTask().name());
    return job.status().state() == RunState.FAILED
        ? KeptKernels.newest(
            services.artifacts().resolve(task.folder()), services.clock().instant())
        : Optional.empty();
  }

  Html of(Optional<KeptKernel> kept) {
    return kept.map(this::of).orElse(Html.NONE);
  }

  private Html of(KeptKernel kernel) {
    return Html.of(
        """
        <section class="card" id="resume" aria-labelledby="kept"><h2 id="kept">Its kernel is kept</h2>
        <p>It stays alive until {} ({}), with all that the cells before cell {} left in it.</p>
        <form class="actions" method="post" action="{}/do">{}
        <button class="button primary" name="do" value="resume">Resume from cell {}</button></form>{}</section>""",
        visit.moments().exact(kernel.until()),
        visit.moments().relative(kernel.until()),
        kernel.cell(),
        address,
        visit.csrf(),
        kernel.cell(),
        visit.may(Role.EDITOR) ? console(kernel) : Html.NONE);
  }

  /// Who may attach may run code, so others are not told how.
  private static Html console(KeptKernel kernel) {
    return Html.of(
        "<p>Look into it, and mend it, on the server's machine:</p><pre tabindex=\"0\" aria-label=\"Command\">jupyter console --existing {}</pre>",
        kernel.connectionFile());
  }
}
