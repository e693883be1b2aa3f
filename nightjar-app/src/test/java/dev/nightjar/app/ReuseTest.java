package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Work that is done once: a server with a folder of workflow files, bash and a real kernel. What
/// commands do besides is counted in a file `effects`.
class ReuseTest extends WatchedFolder {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String COMMANDS =
      """
      id: count
      tasks:
        load:
          shell: echo load >> effects; cat in.csv
          folder: .
          reuse: {inputs: in.csv}
        tell:
          shell: "echo tell >> effects; echo got {{ values.load.return_value }}"
          folder: .
          after: load
          reuse: true
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  List<String> command() {
    return PageServer.command();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private JsonNode ask(String method, String path, String body) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d/api%s".formatted(server.port(), path)))
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return Json.parse(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode json(String path) {
    return ask("GET", path, "");
  }

  private static void await(BooleanSupplier so, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /// Writes a file of a workflow, and waits until it is read.
  private void read(String key, String yaml) throws IOException {
    int before = json("/workflows/" + key).path("version").asInt(0);
    Files.writeString(files.resolve(key + ".yaml"), yaml);
    await(
        () -> json("/workflows/" + key).path("version").asInt(0) > before,
        "read: " + json("/import-errors"));
  }

  private String trigger(String key, String body) {
    JsonNode run = ask("POST", "/workflows/%s/runs".formatted(key), body);
    assertThat(run.path("id").isString()).as(run.toString()).isTrue();
    return run.path("id").asString();
  }

  private JsonNode endOf(String run) {
    await(
        () -> !json("/runs/" + run).path("ended_at").isNull(),
        "the end of " + json("/runs/" + run));
    return json("/runs/" + run);
  }

  private JsonNode succeeded(String run) {
    JsonNode ended = endOf(run);
    assertThat(ended.path("state").asString()).as(ended.toPrettyString()).isEqualTo("SUCCESS");
    return ended;
  }

  private static JsonNode task(JsonNode run, String name) {
    return run.path("tasks")
        .valueStream()
        .filter(task -> task.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> reasons(String run, String task) {
    return json("/runs/%s/tasks/%s/reuse".formatted(run, task))
        .path("reasons")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private List<String> effects() throws IOException {
    return Files.readAllLines(files.resolve("effects"));
  }

  @Test
  void commands_are_reused_with_their_values_until_an_input_changes() throws IOException {
    Files.writeString(files.resolve("in.csv"), "1");
    read("count", COMMANDS);
    String first = trigger("count", "{}");
    assertThat(task(succeeded(first), "tell").at("/values/return_value").asString())
        .isEqualTo("got 1");
    assertThat(reasons(first, "load")).containsExactly("no earlier work of this task is known");

    String second = trigger("count", "{}");
    JsonNode again = succeeded(second);
    assertThat(effects()).containsExactly("load", "tell");
    assertThat(task(again, "load").path("reused_from").asString()).isEqualTo(first);
    assertThat(task(again, "load").path("reason").asString())
        .isEqualTo("Reused from run %s.".formatted(first));
    assertThat(task(again, "tell").at("/values/return_value").asString()).isEqualTo("got 1");
    assertThat(task(again, "tell").at("/attempts/0/outcome").asString()).isEqualTo("reused");
    JsonNode decision = json("/runs/%s/tasks/tell/reuse".formatted(second));
    assertThat(decision.path("decision").asString()).isEqualTo("reused");
    assertThat(decision.path("from_run").asString()).isEqualTo(first);

    Files.writeString(files.resolve("in.csv"), "2");
    String third = trigger("count", "{}");
    JsonNode other = succeeded(third);
    assertThat(task(other, "tell").at("/values/return_value").asString()).isEqualTo("got 2");
    assertThat(reasons(third, "load")).containsExactly("input in.csv changed");
    assertThat(reasons(third, "tell"))
        .containsExactly("the command changed", "upstream load was done anew");
    assertThat(effects()).hasSize(4);
  }

  @Test
  void what_is_gone_or_asked_for_is_done_anew() throws IOException {
    Files.writeString(files.resolve("in.csv"), "1");
    read("count", COMMANDS);
    String first = trigger("count", "{}");
    succeeded(first);
    String forced = trigger("count", "{\"force\": [\"tell\"]}");
    JsonNode run = succeeded(forced);
    assertThat(task(run, "load").path("reused_from").asString()).isEqualTo(first);
    assertThat(reasons(forced, "tell")).containsExactly("somebody asked for it to be done anew");
    String all = trigger("count", "{\"reuse\": false}");
    succeeded(all);
    assertThat(effects()).containsExactly("load", "tell", "tell", "load", "tell");

    delete(all, "load", "log.txt");
    String without = trigger("count", "{}");
    succeeded(without);
    assertThat(reasons(without, "load"))
        .containsExactly("log.txt of run %s is gone".formatted(all));

    ask("POST", "/runs/%s/clear".formatted(without), "{\"tasks\": [\"tell\"], \"reuse\": true}");
    succeeded(without);
    ask("POST", "/runs/%s/clear".formatted(forced), "{\"tasks\": [\"load\"]}");
    assertThat(task(succeeded(forced), "load").path("reused_from").isNull()).isTrue();
    assertThat(ask("POST", "/workflows/count/runs", "{\"force\": [\"nothing\"]}").toString())
        .contains("is no task of this workflow");
    assertThat(json("/runs/%s/tasks/nothing/reuse".formatted(all)).path("status").asInt())
        .isEqualTo(404);
  }

  private void delete(String run, String task, String name) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      for (Path file : all.filter(one -> one.endsWith(Path.of(task, "1", name))).toList()) {
        if (file.toString().contains(run)) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void two_runs_at_a_time_do_the_same_work_once() throws IOException {
    read(
        "slow",
        """
        id: slow
        tasks:
          work:
            shell: echo work >> effects; while [ ! -e go ]; do sleep 0.05; done; echo 42
            folder: .
            reuse: true
        """);
    List<String> runs = List.of(trigger("slow", "{}"), trigger("slow", "{}"));
    await(
        () ->
            runs.stream()
                .anyMatch(
                    run ->
                        task(json("/runs/" + run), "work")
                            .path("state")
                            .asString()
                            .equals("DEFERRED")),
        "one waits");
    Files.createFile(files.resolve("go"));
    List<JsonNode> tasks = runs.stream().map(run -> task(succeeded(run), "work")).toList();
    assertThat(effects()).containsExactly("work");
    assertThat(tasks).filteredOn(one -> one.path("reused_from").isNull()).hasSize(1);
    assertThat(tasks)
        .allSatisfy(
            one -> {
              assertThat(one.at("/values/return_value").asString()).isEqualTo("42");
              assertThat(one.path("tries").asInt()).isEqualTo(1);
            });
  }

  @Test
  void an_input_that_is_not_there_fails_its_task() throws IOException {
    read("count", COMMANDS);
    JsonNode run = endOf(trigger("count", "{}"));
    assertThat(run.path("message").asString())
        .isEqualTo(
            "tasks.load.reuse.inputs: there is no file in.csv in %s: have it made before, or take it out"
                .formatted(files.toRealPath()));
  }

  @Test
  void notebooks_are_reused_until_a_parameter_or_a_cell_changes() throws IOException {
    notebook("print(alpha)");
    read("model", MODEL);
    String first = trigger("model", "{}");
    succeeded(first);
    String second = trigger("model", "{}");
    JsonNode again = succeeded(second);
    assertThat(task(again, "train").path("reused_from").asString()).isEqualTo(first);
    HttpResponse<String> page = page("/workflows/model/runs/%s/tasks/train".formatted(second));
    assertThat(page.body())
        .contains("<iframe", "/workflows/model/runs/" + first)
        .contains("REUSED", "unless it was done before");

    String other = trigger("model", "{\"parameters\": {\"alpha\": 0.6}}");
    succeeded(other);
    assertThat(reasons(other, "train")).containsExactly("parameter alpha 0.5 → 0.6");

    notebook("print(alpha, 1)");
    read("model", MODEL + "description: of a new notebook\n");
    String changed = trigger("model", "{}");
    succeeded(changed);
    assertThat(reasons(changed, "train")).containsExactly("cell 3 changed");
    assertThat(page("/workflows/model").body()).contains("Do the work again of", "is-reused");
  }

  private static final String MODEL =
      """
      id: model
      parameters: {alpha: 0.5}
      tasks:
        train:
          notebook: train.ipynb
          outputs: [ipynb]
          parameters: {alpha: "{{ params.alpha }}"}
          reuse: true
      """;

  private void notebook(String source) throws IOException {
    Files.writeString(
        files.resolve("train.ipynb"),
        """
        {"nbformat":4,"nbformat_minor":5,
         "metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"}},
         "cells":[{"id":"a","cell_type":"code","metadata":{"tags":["parameters"]},"outputs":[],
                   "execution_count":null,"source":"alpha = 1"},
                  {"id":"b","cell_type":"markdown","metadata":{},"source":"Text"},
                  {"id":"c","cell_type":"code","metadata":{},"outputs":[],
                   "execution_count":null,"source":"%s"}]}
        """
            .formatted(source));
  }

  private HttpResponse<String> page(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
              .header("Accept", "text/html")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void the_example_of_the_docs_works() throws IOException {
    String docs = Files.readString(Path.of("../docs/reuse.md"));
    var example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(docs);
    assertThat(example.find()).isTrue();
    Files.writeString(files.resolve("trips.csv"), "a\nb\na\n");
    read("model", example.group(1));
    succeeded(trigger("model", "{}"));
    String second = trigger("model", "{}");
    JsonNode run = succeeded(second);
    assertThat(task(run, "clean").path("reused_from").isNull()).isFalse();
    assertThat(task(run, "train").path("reused_from").isNull()).isFalse();
    assertThat(task(run, "train").at("/values/return_value").asString())
        .isEqualTo("trained with 0.5 on 2 trips");
  }
}
