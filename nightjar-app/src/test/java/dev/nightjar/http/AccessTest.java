package dev.nightjar.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.store.Database;
import dev.nightjar.store.TokenStore;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Database database;
  private @Nullable HttpServer server;

  @BeforeEach
  void openDatabase() {
    database = Database.open(Database.sqliteUrl(folder.resolve("db")), null, null, 2);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    database.close();
  }

  /// Says who asks, and what forms bring along.
  private static void echo(RoutesConfig routes) {
    routes.get("/who", request -> request.result(Requests.who(request)));
    routes.get(
        "/csrf", request -> request.result(String.valueOf(request.<String>attribute(Access.CSRF))));
    routes.post("/who", request -> request.result(Requests.who(request)));
    routes.post("/pools", request -> request.result("done"), Role.OPERATOR);
    routes.get("/alive", request -> request.result("alive"), Everyone.EVERYONE);
    routes.get("/scheduler/jobs", request -> request.result("[]"));
  }

  private void start(@Nullable String token, boolean loopback) {
    var access =
        new Access(
            new Tokens(token, database, Clock.systemUTC()),
            "key".getBytes(StandardCharsets.UTF_8),
            loopback,
            false,
            null,
            Clock.systemUTC());
    server =
        new HttpServer("127.0.0.1", 0, access, List.of(AccessTest::echo, new LoginRoutes(access)));
  }

  private void token(String token, String name, Role role, @Nullable Instant expires) {
    database.change(
        transaction ->
            new TokenStore()
                .insert(
                    transaction,
                    new TokenStore.Token(
                        TokenStore.hash(token),
                        name,
                        role.name(),
                        Instant.now(),
                        "test",
                        null,
                        expires)));
  }

  private int port() {
    return Objects.requireNonNull(server).port();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder post(HttpRequest.Builder request, String body) {
    return request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  @Nested
  class OnThisMachineWithoutAToken {
    @BeforeEach
    void start() {
      AccessTest.this.start(null, true);
    }

    @Test
    void everybody_is_let_in() throws Exception {
      assertThat(send(to("/who")).body()).isEqualTo("local user");
    }

    @Test
    void a_name_that_a_foreign_dns_server_gave_is_refused() throws IOException {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
        socket
            .getOutputStream()
            .write(
                "GET /who HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 403").contains("not called 'evil.example'");
      }
    }

    @Test
    void pages_of_other_sites_change_nothing() throws Exception {
      assertThat(send(post(to("/who"), "").header("Origin", "https://evil.example")).statusCode())
          .isEqualTo(403);
      assertThat(send(post(to("/who"), "").header("Sec-Fetch-Site", "cross-site")).statusCode())
          .isEqualTo(403);
      String ours = "http://127.0.0.1:" + port();
      assertThat(send(post(to("/who"), "").header("Origin", ours)).statusCode()).isEqualTo(200);
    }
  }

  @Nested
  class WithTokens {
    @BeforeEach
    void start() {
      token("viewer-token", "vera", Role.VIEWER, null);
      token("editor-token", "edgar", Role.EDITOR, null);
      token("old-token", "olga", Role.ADMIN, Instant.EPOCH);
      AccessTest.this.start("configured", true);
    }

    @Test
    void all_of_jupyters_forms_work() throws Exception {
      assertThat(send(to("/who").header("Authorization", "token configured")).body())
          .isEqualTo("token");
      assertThat(send(to("/who").header("Authorization", "Bearer viewer-token")).body())
          .isEqualTo("vera");
      assertThat(send(to("/who?token=editor-token")).body()).isEqualTo("edgar");
    }

    @Test
    void who_brings_none_or_a_wrong_one_is_told_nothing() throws Exception {
      for (String path : List.of("/who", "/scheduler/jobs", "/nothing/there")) {
        var answer = send(to(path));
        assertThat(answer.statusCode()).as(path).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\",\"reason\":null}");
      }
      assertThat(send(to("/who").header("Authorization", "token wrong")).statusCode())
          .isEqualTo(403);
      assertThat(send(to("/who").header("Authorization", "token old-token")).statusCode())
          .isEqualTo(403);
    }

    @Test
    void some_routes_answer_everyone() throws Exception {
      assertThat(send(to("/alive")).body()).isEqualTo("alive");
    }

    @Test
    void each_role_may_what_those_below_it_may() throws Exception {
      assertThat(status("viewer-token", "/who")).isEqualTo(403);
      assertThat(status("editor-token", "/who")).isEqualTo(200);
      assertThat(status("editor-token", "/pools")).isEqualTo(403);
      assertThat(status("configured", "/pools")).isEqualTo(200);
    }

    private int status(String token, String path) throws Exception {
      return send(post(to(path), "").header("Authorization", "token " + token)).statusCode();
    }

    @Test
    void a_revoked_one_lets_nobody_in_any_more() throws Exception {
      assertThat(send(to("/who?token=viewer-token")).statusCode()).isEqualTo(200);
      database.change(transaction -> new TokenStore().delete(transaction, "vera"));
      assertThat(send(to("/who?token=viewer-token")).statusCode()).isEqualTo(403);
    }

    @Test
    void guesses_are_slowed_down_but_not_those_who_were_right_before() throws Exception {
      assertThat(send(to("/who?token=editor-token")).statusCode()).isEqualTo(200);
      for (int i = 0; i < 10; i++) {
        assertThat(send(to("/who?token=guess" + i)).statusCode()).isEqualTo(403);
      }
      var answer = send(to("/who?token=viewer-token"));
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 61L);
      assertThat(send(to("/who?token=editor-token")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_in_a_browsers_address_becomes_a_session() throws Exception {
      var answer = send(to("/who?a=1&token=editor-token").header("Accept", "text/html"));
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).hasValue("/who?a=1");
      assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
          .contains("HttpOnly", "SameSite=Lax", "Path=/")
          .doesNotContain("editor-token");
      assertThat(send(to("/who").header("Cookie", cookie(answer))).body()).isEqualTo("edgar");
    }

    @Test
    void browsers_without_a_token_are_led_to_the_page_for_it() throws Exception {
      var answer = send(to("/who?a=1").header("Accept", "text/html"));
      assertThat(answer.headers().firstValue("Location")).hasValue("/login?next=%2Fwho%3Fa%3D1");
      var page = send(to("/login?next=%2Fwho%3Fa%3D1"));
      assertThat(page.body()).contains("name=\"token\"", "value=\"/who?a=1\"");
      var in = send(post(to("/login"), "token=viewer-token&next=/who?a=1"));
      assertThat(in.headers().firstValue("Location")).hasValue("/who?a=1");
      assertThat(send(to("/who").header("Cookie", cookie(in))).body()).isEqualTo("vera");
    }

    @Test
    void logging_in_leads_to_no_other_site() throws Exception {
      var in = send(post(to("/login"), "token=viewer-token&next=//evil.example"));
      assertThat(in.headers().firstValue("Location")).hasValue("/");
      var wrong = send(post(to("/login"), "token=%3Cb%3E&next=/%22%3E%3Cscript%3E"));
      assertThat(wrong.statusCode()).isEqualTo(403);
      assertThat(wrong.body()).contains("There is no such token").doesNotContain("<script>");
    }

    @Test
    void what_a_session_changes_must_come_from_our_pages() throws Exception {
      String cookie = cookie(send(post(to("/login"), "token=editor-token")));
      String csrf = send(to("/csrf").header("Cookie", cookie)).body();
      assertThat(send(post(to("/who"), "").header("Cookie", cookie)).statusCode()).isEqualTo(403);
      assertThat(send(post(to("/who"), "_csrf=" + csrf).header("Cookie", cookie)).body())
          .isEqualTo("edgar");
      for (String header : List.of("X-CSRF-Token", "X-XSRFToken")) {
        assertThat(send(post(to("/who"), "").header("Cookie", cookie).header(header, csrf)).body())
            .isEqualTo("edgar");
      }
    }

    @Test
    void a_forged_or_altered_session_is_none() throws Exception {
      String cookie = cookie(send(post(to("/login"), "token=editor-token")));
      String forged =
          cookie.replace(TokenStore.hash("editor-token"), TokenStore.hash("configured"));
      for (String bad : List.of(forged, "nightjar-session=a.b.c", "nightjar-session=")) {
        assertThat(send(to("/who").header("Cookie", bad)).statusCode()).as(bad).isEqualTo(403);
      }
    }

    @Test
    void each_answer_tells_browsers_what_not_to_do() throws Exception {
      for (String path : List.of("/alive", "/nothing", "/who?token=configured")) {
        assertThat(send(to(path)).headers().map())
            .containsKeys(
                "content-security-policy",
                "x-content-type-options",
                "x-frame-options",
                "referrer-policy");
      }
    }
  }

  @Test
  void where_others_reach_it_nobody_is_let_in_without_a_token() throws Exception {
    start(null, false);
    assertThat(send(to("/who")).statusCode()).isEqualTo(403);
  }
}
