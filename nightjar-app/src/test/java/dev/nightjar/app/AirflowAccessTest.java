package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may use Airflow's interfaces, and what becomes of requests that make no sense.
final class AirflowAccessTest {
  private static final String PLUGIN = "/admin/rest_api/api";

  @TempDir private Path folder;

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tokens_come_as_bearer_or_password() {
    try (var server = new DagServer(folder, "the-token")) {
      String dags = DagServer.API + "/dags";
      var http = server.http();
      var refused = http.get(dags);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.json().path("title").stringValue()).isEqualTo("Unauthorized");
      assertThat(refused.json().path("type").stringValue()).endsWith("/Unauthenticated");
      assertThat(http.get(dags, "Authorization", "Bearer the-token").status()).isEqualTo(200);
      assertThat(http.get(dags, "Authorization", basic("admin", "the-token")).status())
          .isEqualTo(200);
      assertThat(http.get(dags, "Authorization", basic("admin", "other")).status()).isEqualTo(401);
      assertThat(http.get(dags, "Authorization", "Basic ???").status()).isEqualTo(401);
      assertThat(http.get(DagServer.API + "/health").status()).isEqualTo(200);
      assertThat(http.get("/airflow/none").status()).isEqualTo(401);
      var other = new String[] {"Authorization", basic("a", "the-token"), "Origin", "http://evil"};
      assertThat(http.send("PATCH", dags + "/tutorial", "{\"is_paused\": true}", other).status())
          .isEqualTo(403);
      assertThat(http.get(PLUGIN + "?api=version").json().path("output").stringValue())
          .isEqualTo("Token Authentication Failed");
      assertThat(
              http.get(PLUGIN + "?api=version", "rest_api_plugin_http_token", "the-token").status())
          .isEqualTo(200);
    }
  }

  @Test
  void requests_that_make_no_sense_break_nothing() {
    var random = new Random(1);
    List<String> paths =
        List.of(
            "/dags",
            "/dags/{d}",
            "/dags/{d}/details",
            "/dags/{d}/tasks",
            "/dags/{d}/tasks/{d}",
            "/dags/{d}/dagRuns",
            "/dags/~/dagRuns/list",
            "/dags/{d}/dagRuns/{r}",
            "/dags/{d}/dagRuns/{r}/clear",
            "/dags/{d}/dagRuns/{r}/setNote",
            "/dags/{d}/dagRuns/{r}/taskInstances",
            "/dags/{d}/dagRuns/{r}/taskInstances/push",
            "/dags/{d}/dagRuns/{r}/taskInstances/push/logs/1",
            "/dags/{d}/dagRuns/{r}/taskInstances/push/logs/99999999999",
            "/dags/{d}/dagRuns/{r}/taskInstances/push/xcomEntries",
            "/dags/{d}/dagRuns/{r}/taskInstances/push/xcomEntries/{r}",
            "/dags/{d}/clearTaskInstances",
            "/dags/{d}/updateTaskInstancesState",
            "/pools",
            "/pools/{r}",
            "/variables",
            "/variables/{r}",
            "/connections",
            "/connections/{r}",
            "/importErrors",
            "/importErrors/{r}");
    List<String> names =
        List.of(
            "example",
            "tutorial",
            "r",
            "~",
            "x",
            "%00",
            "%F0%9F%98%80",
            "a".repeat(300),
            "%ED%A0%80",
            "1");
    List<String> queries =
        List.of(
            "",
            "?limit=-1",
            "?limit=x",
            "?offset=99999999999",
            "?order_by=%00",
            "?state=x",
            "?execution_date_gte=x",
            "?start_date_lte=9999999-01-01",
            "?tags=%00",
            "?token=e30",
            "?fields=,",
            "?dag_id_pattern=%25%27",
            "?paused=maybe",
            "?update_mask=,x",
            "?execution_date_gte=2024-01-02T00:00:00%2B00:00",
            "?duration_gte=NaN");
    List<String> fields =
        List.of(
            "dag_run_id",
            "logical_date",
            "execution_date",
            "conf",
            "note",
            "is_paused",
            "task_ids",
            "new_state",
            "task_id",
            "dry_run",
            "only_failed",
            "start_date",
            "state",
            "states",
            "dag_ids",
            "page_limit",
            "name",
            "slots",
            "key",
            "value",
            "connection_id",
            "conn_type",
            "port",
            "extra");
    List<String> values =
        List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e400",
            "NaN",
            "\"\"",
            "\"r\"",
            "\"success\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "[\"push\"]",
            "{\"a\":[1e999]}",
            "\"2024-01-02\"",
            "\"9999999-01-01\"",
            "99999999999999999999",
            "[1,2",
            "\"' OR 1=1 --\"",
            "{\"\\ud800\":\"\\ud800\"}");
    try (var server = new DagServer(folder)) {
      server.run("r");
      for (int i = 0; i < 2_000; i++) {
        String path =
            one(random, paths)
                .replace("{d}", one(random, names))
                .replace("{r}", one(random, names));
        StringBuilder body = new StringBuilder("{");
        for (int field = random.nextInt(4); field > 0; field--) {
          body.append('"')
              .append(one(random, fields))
              .append("\":")
              .append(one(random, values))
              .append(',');
        }
        body.append("\"%s\":%s}".formatted(one(random, fields), one(random, values)));
        List<String> methods = List.of("GET", "POST", "PATCH", "DELETE", "GET", "POST");
        // what the others are about stays
        String method = one(random, path.startsWith("/dags") ? methods.subList(0, 3) : methods);
        var answer =
            answer(
                server,
                method,
                DagServer.API + path + one(random, queries),
                method.equals("GET") ? null : body.toString());
        assertThat(answer.status())
            .as("%s %s %s: %s", method, path, body, answer.text())
            .isLessThan(500);
      }
      assertThat(server.get("/dags/~/dagRuns").path("total_entries").intValue()).isPositive();
      server.get("/variables");
      server.get("/connections");
      server.get("/pools");
    }
  }

  /// An answer that leaves a body unread ends its connection, which the client may learn too late.
  private static ApiServer.Answer answer(
      DagServer server, String method, String path, @Nullable String body) {
    try {
      return server.http().send(method, path, body);
    } catch (UncheckedIOException closed) {
      return server.http().send(method, path, body);
    }
  }

  private static String one(Random random, List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
