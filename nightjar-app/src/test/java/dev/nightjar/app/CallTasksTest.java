package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nightjar.config.ChannelConfig;
import dev.nightjar.config.Secret;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.json.Json;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.ValueStore;
import dev.nightjar.testkit.DatabaseServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/// A server does requests, SQL and messages of tasks, with other programs that are really there.
final class CallTasksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "very-secret-4711";

  @TempDir private static Path folder;
  private static Path files;
  private static Server server;
  private static Database database;
  private static HttpServer web;
  private static SMTPServer post;
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();
  private static final List<String> MAILS = new CopyOnWriteArrayList<>();
  private static final AtomicInteger ASKED = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/items", exchange -> answer(exchange, 200, "{\"rows\": [1, 2]}"));
    web.createContext("/broken", exchange -> answer(exchange, 503, "come back later"));
    web.createContext("/large", exchange -> answer(exchange, 200, "x".repeat((1 << 20) + 1)));
    web.createContext("/slack/", exchange -> answer(exchange, 200, "{\"ok\": true}"));
    web.createContext(
        "/ready", exchange -> answer(exchange, ASKED.incrementAndGet() < 3 ? 404 : 204, ""));
    web.start();
    post =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler(
                (_, _, to, data) -> MAILS.add(to + ": " + new String(data, StandardCharsets.UTF_8)))
            .build();
    post.start();
    files = Files.createDirectory(folder.resolve("workflows"));
    Path root = Files.createDirectory(folder.resolve("root"));
    ServerConfig plain = TestConfig.of(root, folder.resolve("data"), Map.of());
    var smtp =
        new ChannelConfig.Smtp(
            "127.0.0.1", post.getPortAllocated(), ChannelConfig.Security.NONE, null);
    var config =
        new ServerConfig(
            plain.listen(),
            plain.folders(),
            plain.database(),
            plain.work(),
            plain.retention(),
            new ServerConfig.Alerts(
                Map.of(
                    "mail",
                    new ChannelConfig.Email(smtp, null, "nightjar@example.org", List.of()),
                    "team",
                    new ChannelConfig.Slack(new Secret(PASSWORD), "#team", url("/slack"))),
                List.of(),
                null),
            new ServerConfig.WorkflowFiles(
                files, "/usr/bin/python3", Path.of("../python").toAbsolutePath().normalize()),
            false);
    server = new Server(config, List.of("/bin/false"), List::of, true, Clock.systemUTC());
    database = Databases.open(config);
    connection(
        "items",
        """
        {"type": "http", "host": "127.0.0.1", "port": %d, "login": "ada", "password": "%s"}
        """
            .formatted(web.getAddress().getPort(), PASSWORD));
    connection(
        "lite", "{\"type\": \"sqlite\", \"host\": \"%s\"}".formatted(folder.resolve("a.db")));
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String text)
      throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    REQUESTS.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body));
    boolean json = text.startsWith("{");
    exchange
        .getResponseHeaders()
        .add("Content-Type", json ? "application/json" : "text/plain; charset=utf-8");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static URI url(String path) {
    return URI.create("http://127.0.0.1:" + web.getAddress().getPort() + path);
  }

  private static void connection(String name, String json) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/api/connections/%s".formatted(server.port(), name)))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
    web.stop(0);
    post.stop();
  }

  /// Runs a workflow of these tasks at once, to its end.
  private static FileWorkflows.Standing run(String id, String tasks) throws IOException {
    String head = "id: %s\nschedule: \"@daily\"\nstart: 2024-01-01\ntasks:\n".formatted(id);
    Files.writeString(files.resolve(id + ".yaml"), head + tasks.indent(2));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      List<FileWorkflows.Standing> runs =
          database.read(tx -> new FileWorkflows().runs(tx, id, null, null));
      Optional<FileWorkflows.Standing> ended =
          runs.stream().filter(one -> one.state().ended()).findFirst();
      if (ended.isPresent()) {
        return ended.get();
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError(id + " did not end");
  }

  private static String value(String workflow, FileWorkflows.Standing run, String task) {
    var wanted =
        new ValueStore.Wanted(workflow, run.key(), null, List.of(task), "return_value", false);
    List<ValueStore.Left> found = database.read(tx -> new ValueStore().find(tx, wanted));
    return found.isEmpty() ? "nothing" : found.getFirst().value().json();
  }

  private static String log(FileWorkflows.Standing run, String task) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data/artifacts"))) {
      Path log =
          all.filter(file -> file.endsWith("log.txt"))
              .filter(file -> file.toString().contains(run.id()))
              .filter(file -> file.toString().contains("/" + task + "/"))
              .findFirst()
              .orElseThrow();
      return Files.readString(log);
    }
  }

  @Test
  void a_request_goes_by_a_connection_and_its_answer_is_its_value() throws IOException {
    var run =
        run(
            "http",
            """
            get: {http: {url: "/items?day={{ ds }}", connection: items}}
            post:
              http:
                url: "%s"
                body: {count: "{{ values.get.return_value.rows | length }}", day: "{{ ds }}"}
                headers: {X-Day: "{{ ds }}"}
                expect: [200, 201]
              after: get
            large: {http: {url: "%s"}}
            """
                .formatted(url("/items"), url("/large")));

    assertThat(run.state()).as(run.toString()).isEqualTo(RunState.SUCCESS);
    assertThat(value("http", run, "get")).isEqualTo("{\"rows\":[1,2]}");
    assertThat(value("http", run, "large")).isEqualTo("nothing");
    String day = run.logicalTime().toString().substring(0, 10);
    assertThat(REQUESTS)
        .contains("GET /items?day=%s Basic YWRhOnZlcnktc2VjcmV0LTQ3MTE= ".formatted(day))
        .contains("POST /items null {\"count\":2,\"day\":\"%s\"}".formatted(day));
    assertThat(log(run, "get"))
        .startsWith("GET %s?…\n200 application/json\n".formatted(url("/items")))
        .doesNotContain(PASSWORD, "Basic");
    assertThat(log(run, "large")).contains("more than 1 MiB");
  }

  @Test
  void an_unexpected_answer_or_address_is_a_failure_that_tells_no_secret() throws IOException {
    var run =
        run(
            "bad_http",
            """
            broken: {http: {url: /broken, connection: items}}
            well: {http: {url: /broken, connection: items, expect: 5xx}}
            other: {http: {url: "http://example.org/x", connection: items}}
            gone: {http: {url: "http://127.0.0.1:1/"}}
            missing: {http: {url: /x, connection: nothing}}
            """);

    assertThat(run.tasks())
        .containsEntry("broken", TaskRunState.FAILED)
        .containsEntry("well", TaskRunState.SUCCESS)
        .containsEntry("other", TaskRunState.FAILED)
        .containsEntry("gone", TaskRunState.FAILED)
        .containsEntry("missing", TaskRunState.FAILED);
    assertThat(log(run, "broken"))
        .contains(url("/broken") + " answered 503, not 2xx")
        .doesNotContain(PASSWORD);
    assertThat(log(run, "other")).contains("must be a path below connection 'items'");
    assertThat(log(run, "gone")).contains("http://127.0.0.1:1/ does not answer: ConnectException");
    assertThat(log(run, "missing")).contains("There is no connection 'nothing'");
    assertThat(REQUESTS).noneMatch(request -> request.contains("/x"));
  }

  @Test
  void a_wait_asks_until_the_answer_is_as_expected() throws IOException {
    var run =
        run(
            "waits",
            """
            ready: {wait: {http: {url: "%s", expect: 204}, every: 500ms, timeout: 1m}}
            never: {wait: {http: {url: "http://127.0.0.1:1/"}, every: 500ms, timeout: 1s, soft: true}}
            """
                .formatted(url("/ready")));

    assertThat(run.tasks())
        .containsEntry("ready", TaskRunState.SUCCESS)
        .containsEntry("never", TaskRunState.SKIPPED);
    assertThat(ASKED.get()).isEqualTo(3);
  }

  private static void sql(String id, String connection) throws IOException {
    Files.writeString(
        files.resolve(id + ".sql"),
        """
        create table sales (city varchar(50), day date, amount decimal(10, 2)); -- the first; of three
        insert into sales values (:city, :day, 12.5);
        insert into sales values ('Ulm; :city', '2026-01-02', null);
        """);
    var run =
        run(
            id,
            """
            load:
              sql: {connection: %1$s, file: %2$s.sql, parameters: {city: "O'Hara'); drop table sales; --", day: "{{ '2026-01-01' }}"}}
            read:
              sql:
                connection: %1$s
                query: select city, amount from sales where amount > :least or amount is null order by city
                parameters: {least: 10}
              after: load
            count: {sql: {connection: %1$s, query: update sales set amount = 1}, after: read}
            half: {sql: {connection: %1$s, query: "delete from sales; select * from nothing"}, after: count}
            rest: {sql: {connection: %1$s, query: select count(*) as n from sales}, after: half, when: all_done}
            bad: {sql: {connection: %1$s, query: "select :x"}}
            """
                .formatted(connection, id));

    assertThat(run.tasks())
        .as(log(run, "load"))
        .containsEntry("rest", TaskRunState.SUCCESS)
        .containsEntry("half", TaskRunState.FAILED)
        .containsEntry("bad", TaskRunState.FAILED);
    assertThat(value(id, run, "read"))
        .startsWith("[{\"city\":\"O'Hara'); drop table sales; --\",\"amount\":12.5")
        .endsWith("},{\"city\":\"Ulm; :city\",\"amount\":null}]");
    assertThat(value(id, run, "count")).isEqualTo("2");
    assertThat(value(id, run, "rest")).isEqualTo("[{\"n\":2}]");
    assertThat(log(run, "bad")).contains("The SQL has a parameter ':x', which is not given");
    assertThat(log(run, "half")).contains("The database says: ");
  }

  @Test
  void sql_runs_on_sqlite_with_bound_parameters_in_one_transaction() throws IOException {
    sql("sqlite", "lite");
  }

  @Test
  void sql_runs_on_postgresql() throws IOException {
    connection("pg", server(URI.create(DatabaseServers.postgresql().substring(5)), "postgres"));
    sql("postgresql", "pg");
  }

  @Test
  void sql_runs_on_mariadb() throws IOException {
    connection("maria", server(URI.create(DatabaseServers.mariadb().substring(5)), "mysql"));
    sql("mariadb", "maria");
  }

  /// The connection of a JDBC URL.
  private static String server(URI uri, String type) {
    var json =
        Json.object()
            .put("type", type)
            .put("host", uri.getHost())
            .put("port", uri.getPort())
            .put("schema", uri.getPath().substring(1));
    for (String part : String.valueOf(uri.getQuery()).split("&", -1)) {
      if (part.startsWith("user=")) {
        json.put("login", part.substring(5));
      } else if (part.startsWith("password=")) {
        json.put("password", part.substring(9));
      } else if (part.startsWith("sslMode=")) {
        json.putObject("extra").put("sslMode", part.substring(8));
      }
    }
    return new String(Json.compact(json), StandardCharsets.UTF_8);
  }

  @Test
  void a_statement_that_takes_too_long_is_stopped() throws IOException {
    var run =
        run(
            "slow",
            """
            slow:
              sql:
                connection: lite
                query: with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n
              timeout: 1s
            """);

    assertThat(run.tasks()).containsEntry("slow", TaskRunState.FAILED);
  }

  @Test
  void mails_and_messages_are_sent_by_the_channels_of_alerts() throws IOException {
    var run =
        run(
            "tell",
            """
            rows: {shell: echo 17}
            mail:
              email: {to: [a@example.org, b@example.org], subject: "Rows of {{ ds }}", text: "There are {{ values.rows.return_value }}."}
              after: rows
            slack: {slack: {channel: "#reports", text: "*{{ values.rows.return_value }}* rows"}, after: rows}
            team: {slack: {target: team, text: done}, after: rows}
            nobody: {slack: {target: nobody, text: done}, after: rows}
            """);

    assertThat(run.tasks())
        .containsEntry("mail", TaskRunState.SUCCESS)
        .containsEntry("slack", TaskRunState.SUCCESS)
        .containsEntry("team", TaskRunState.SUCCESS)
        .containsEntry("nobody", TaskRunState.FAILED);
    String day = run.logicalTime().toString().substring(0, 10);
    assertThat(MAILS)
        .singleElement()
        .asString()
        .contains("To: a@example.org, b@example.org", "Subject: Rows of " + day, "There are 17.");
    assertThat(REQUESTS)
        .anyMatch(
            one ->
                one.startsWith("POST /slack/chat.postMessage Bearer " + PASSWORD)
                    && one.contains("\"text\":\"*17* rows\"")
                    && one.contains("\"channel\":\"#reports\""))
        .anyMatch(
            one -> one.contains("\"channel\":\"#team\"") && one.contains("\"text\":\"done\""));
    assertThat(log(run, "nobody")).contains("there is no channel 'nobody' (channels: ");
  }
}
