package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoreException;
import dev.nightjar.task.KeptKernel;
import dev.nightjar.task.KeptKernels;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/runs/{id}/tasks/{task}/resume`: a failed notebook goes on from its failed cell.
final class ResumeApi {
  private final Services services;
  private final Workflows workflows;

  ResumeApi(Services services, Workflows workflows) {
    this.services = services;
    this.workflows = workflows;
  }

  List<Operation> operations() {
    return List.of(Operation.post("/api/runs/{id}/tasks/{task}/resume", Role.EDITOR, this::resume));
  }

  private void resume(Context request) {
    String id = Ids.run(request);
    var task = new TaskRunKey(id, request.pathParam("task"));
    Body.of(request, Bytes.SMALL).check();
    run(id);
    Optional<KeptKernel> kernel =
        KeptKernels.newest(services.artifacts().resolve(task.folder()), services.clock().instant());
    List<String> cleared = resume(task, Requests.who(request));
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

  private List<String> resume(TaskRunKey task, String who) {
    try {
      List<String> cleared = workflows.interventions().resume(task.run(), task.task(), who);
      if (cleared.isEmpty()) {
        throw HttpProblem.missing("The run has no such task.");
      }
      return cleared;
    } catch (StoreException.Busy busy) {
      throw new HttpProblem(409, String.valueOf(busy.getMessage()));
    }
  }
}
