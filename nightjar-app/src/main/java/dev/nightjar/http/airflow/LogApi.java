package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.StoredTaskRun;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `…/taskInstances/{task_id}/logs/{task_try_number}`. A try is one attempt or more: it goes on
/// after it was put off.
final class LogApi {
  private static final int MOST = 16 << 20;

  private final AirflowServices services;
  private final Lookup lookup;
  private final AttemptStore attempts = new AttemptStore();

  LogApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(
        base + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try}", this::log);
  }

  private void log(Context request) throws IOException {
    var asked = new Asked(request);
    StoredTaskRun found =
        lookup.requireTask(
            request.pathParam("dag_id"),
            request.pathParam("dag_run_id"),
            asked.task(),
            "TaskInstance not found");
    String number = request.pathParam("try");
    if (!number.matches("\\d{1,9}")) {
      throw AirflowProblem.bad(
          "Wrong type, expected 'integer' for path parameter 'task_try_number'");
    }
    asked.flag("full_content");
    int from = position(asked.text("token"));
    TaskRunKey key = found.key();
    List<Attempt> all =
        services.database().read(transaction -> attempts.attempts(transaction, key));
    List<Attempt> tried = ofTry(all, Integer.parseInt(number));
    byte[] text = read(key, tried);
    String shown =
        new String(
            text,
            Math.min(from, text.length),
            Math.max(0, text.length - from),
            StandardCharsets.UTF_8);
    String accept = Objects.requireNonNullElse(request.header("Accept"), "*/*");
    if (accept.contains("text/plain") && !accept.contains("application/json")) {
      request.contentType("text/plain; charset=utf-8").result(shown);
      return;
    }
    boolean ended = tried.isEmpty() || tried.getLast().endedAt() != null;
    String host = tried.isEmpty() ? "" : tried.getLast().worker();
    Requests.answer(
        request,
        Json.object()
            .put("continuation_token", token(text.length, ended))
            .put(
                "content",
                "[(%s, %s)]"
                    .formatted(ParameterValue.of(host).repr(), ParameterValue.of(shown).repr())));
  }

  /// The attempts that a try had.
  static List<Attempt> ofTry(List<Attempt> attempts, int number) {
    List<Attempt> tried = new ArrayList<>();
    int at = 1;
    for (Attempt attempt : attempts) {
      if (at == number) {
        tried.add(attempt);
      }
      Outcome outcome = attempt.outcome();
      if (!(outcome instanceof Outcome.Rescheduled) && !(outcome instanceof Outcome.Deferred)) {
        at++;
      }
    }
    return tried;
  }

  /// What attempts of a task printed, one after the other.
  byte[] read(TaskRunKey key, List<Attempt> tried) throws IOException {
    var all = new ByteArrayOutputStream();
    for (Attempt attempt : tried) {
      Path folder = services.services().artifacts().resolve(key.folder(attempt.number()));
      read(folder.resolve("log.txt"), all);
    }
    return all.toByteArray();
  }

  private static void read(Path file, ByteArrayOutputStream all) throws IOException {
    try (SeekableByteChannel log =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST - all.size(), log.size()));
      while (bytes.hasRemaining() && log.read(bytes) >= 0) {
        // until it is full
      }
      all.write(bytes.array(), 0, bytes.position());
    } catch (NoSuchFileException e) {
      // nothing was printed
    }
  }

  private static String token(int position, boolean ended) {
    byte[] json = Json.compact(Json.object().put("end_of_log", ended).put("log_pos", position));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  private static int position(@Nullable String token) {
    if (token == null) {
      return 0;
    }
    try {
      JsonNode json = Json.parse(Base64.getUrlDecoder().decode(token));
      if (json.path("log_pos").isInt() && json.path("log_pos").intValue() >= 0) {
        return json.path("log_pos").intValue();
      }
    } catch (IllegalArgumentException | JsonException e) {
      // said below
    }
    throw AirflowProblem.bad("Bad Signature. Please use only the tokens provided by the API.");
  }
}
