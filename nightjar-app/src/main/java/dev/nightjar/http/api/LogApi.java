package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TaskRunLists;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// `/api/jobs/{id}/log` and `/api/runs/{id}/tasks/{task}/log`: what the processes of an attempt
/// print.
final class LogApi {
  private static final int MOST = 16 << 20;
  private static final int USUAL = 1 << 20;

  private final Services services;
  private final RunStore runs = new RunStore();
  private final AttemptStore attempts = new AttemptStore();

  LogApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/jobs/{id}/log", this::ofJob),
        Operation.get("/api/runs/{id}/tasks/{task}/log", this::ofTask));
  }

  /// Which log.
  ///
  /// @param last whether it is that of the last attempt so far, because none was asked for
  record Chosen(Path file, int attempt, boolean last, boolean ended) {
    /// The same, ended if it was, or if this says so.
    Chosen endedToo(boolean also) {
      return new Chosen(file, attempt, last, ended || also);
    }
  }

  private void ofJob(Context request) throws IOException {
    String id = Ids.job(request);
    log(request, attempt -> choose(id, attempt));
  }

  private void ofTask(Context request) throws IOException {
    String id = Ids.run(request);
    String task = request.pathParam("task");
    log(request, attempt -> choose(id, task, attempt));
  }

  private void log(Context request, IntFunction<Chosen> choose) throws IOException {
    var query = new Query(request);
    long from = query.whole("from", 0, -MOST, Long.MAX_VALUE);
    int limit = (int) query.whole("limit", USUAL, 0, MOST);
    int attempt = (int) query.whole("attempt", 0, 1, 1_000_000);
    boolean follow = query.flag("follow");
    query.check();
    Chosen chosen = choose.apply(attempt);
    var log = new LogFile(chosen.file());
    long start = from < 0 ? Math.max(0, log.size() + from) : from;
    request.contentType("text/plain; charset=utf-8");
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Cache-Control", "no-store");
    request.header("Log-Attempt", Integer.toString(chosen.attempt()));
    if (follow) {
      follow(request, () -> choose.apply(attempt), chosen, start);
      return;
    }
    byte[] text = log.read(start, limit);
    request.header("Log-From", Long.toString(start));
    request.header("Log-Next", Long.toString(start + text.length));
    request.result(text);
  }

  private static void follow(Context request, Supplier<Chosen> choose, Chosen first, long start)
      throws IOException {
    request.disableCompression();
    OutputStream out = request.res().getOutputStream();
    new LogFollower(choose).follow(first, start, out);
  }

  private Chosen choose(String id, int attempt) {
    return services
        .database()
        .read(
            transaction -> {
              Run run = runs.findJob(transaction, id).orElseThrow(() -> Ids.noJob(id));
              String task = run.workflow().onlyTask().name();
              Map<String, List<Attempt>> all = attempts.attempts(transaction, id);
              return choose(run, task, all.getOrDefault(task, List.of()), attempt);
            });
  }

  private Chosen choose(String id, String task, int attempt) {
    return services
        .database()
        .read(
            transaction -> {
              Run run = RunApi.require(transaction, id).run();
              if (run.workflow().task(task).isEmpty()) {
                throw HttpProblem.missing("The run has no such task.");
              }
              List<Attempt> tries = attempts.attempts(transaction, new TaskRunKey(id, task));
              boolean ended =
                  new TaskRunLists()
                      .find(transaction, new TaskRunKey(id, task))
                      .map(one -> one.standing().state().ended())
                      .orElse(true);
              return choose(run, task, tries, attempt).endedToo(ended);
            });
  }

  private Chosen choose(Run run, String task, List<Attempt> tries, int number) {
    Optional<Attempt> found =
        number == 0
            ? tries.stream().reduce((_, later) -> later)
            : tries.stream().filter(one -> one.number() == number).findFirst();
    if (found.isEmpty() && number > 0) {
      throw HttpProblem.missing(
          "%s has no attempt %d (it has %d)."
              .formatted(new TaskRunKey(run.id(), task), number, tries.size()));
    }
    int shown = found.map(Attempt::number).orElse(0);
    boolean ended =
        run.status().state().ended()
            || number > 0 && found.filter(one -> one.outcome() != null).isPresent();
    String folder = new TaskRunKey(run.id(), task).folder(Math.max(1, shown));
    return new Chosen(
        services.artifacts().resolve(folder).resolve("log.txt"), shown, number == 0, ended);
  }
}
