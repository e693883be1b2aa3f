package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.task.KeptKernel;
import dev.nightjar.task.KeptKernels;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/jobs/{id}/resume` and `/api/runs/{id}/tasks/{task}/resume`: a failed notebook goes on from
/// its failed cell.
final class ResumeApi {
  private final Services services;
  private final Workflows workflows;

  ResumeApi(Services services, Workflows workflows) {
    this.services = services;
    this.workflows = workflows;
  }

  List<Operation> operations() {
    return List.of(
        Operation.post("/api/jobs/{id}/resume", Role.EDITOR, this::resumeJob),
        Operation.post("/api/runs/{id}/tasks/{task}/resume", Role.EDITOR, this::resume));
  }

  private void resumeJob(Context request) {
    String id = Ids.job(request);
    Body.of(request, Bytes.SMALL).check();
    Optional<KeptKernel> kernel = kernel(new TaskRunKey(id, job(id).workflow().onlyTask().name()));
    if (!unlessBusy(() -> services.jobs().resume(id, Requests.who(request)))) {
      throw Ids.noJob(id);
    }
    ObjectNode answer = Json.object();
    answer.put("cell", kernel.map(KeptKernel::cell).orElse(null));
    answer.set("job", JobView.of(job(id)));
    Requests.answer(request, answer);
  }

  private Run job(String id) {
    return services
        .database()
        .read(transaction -> new RunStore().findJob(transaction, id))
        .orElseThrow(() -> Ids.noJob(id));
  }

  private void resume(Context request) {
    String id = Ids.run(request);
    var task = new TaskRunKey(id, request.pathParam("task"));
    Body.of(request, Bytes.SMALL).check();
    run(id);
    Optional<KeptKernel> kernel = kernel(task);
    String who = Requests.who(request);
    List<String> cleared =
        unlessBusy(() -> workflows.interventions().resume(task.run(), task.task(), who));
    if (cleared.isEmpty()) {
      throw HttpProblem.missing("The run has no such task.");
    }
    ObjectNode answer = Json.object();
    ArrayNode names = answer.putArray("tasks");
    cleared.forEach(names::add);
    answer.put("cell", kernel.map(KeptKernel::cell).orElse(null));
    answer.set("run", RunView.of(run(id)));
    Requests.answer(request, answer);
  }

  private KeyedRun run(String id) {
    return services.database().read(transaction -> RunApi.require(transaction, id));
  }

  private Optional<KeptKernel> kernel(TaskRunKey task) {
    return KeptKernels.newest(
        services.artifacts().resolve(task.folder()), services.clock().instant());
  }

  private static <T> T unlessBusy(Supplier<T> change) {
    try {
      return change.get();
    } catch (StoreException.Busy busy) {
      throw new HttpProblem(409, String.valueOf(busy.getMessage()));
    }
  }
}
