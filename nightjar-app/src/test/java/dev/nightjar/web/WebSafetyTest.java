package dev.nightjar.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.PageServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the pages refuse.
class WebSafetyTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static PageServer server;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret.ipynb"), "{}");
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createDirectories(root.resolve("inside"));
    server = new PageServer(root, folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Accept", "text/html")
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String cookie, String form)
      throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", "nightjar_csrf=" + cookie)
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/jobs", "/definitions", "/workflows", "/jobs/new", "/nothing"})
  void no_page_lets_a_script_in_or_itself_be_framed(String path) throws Exception {
    HttpResponse<String> page = get(path);

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'")
        .contains("script-src 'self'", "frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.body()).doesNotContain("<style", " style=", "onclick").contains("</html>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jobs?name=%22%3E%3Cscript%3E",
        "/jobs?tag=%22%3E%3Cscript%3E&sort=%22%3E%3Cscript%3E",
        "/jobs?state=%22%3E%3Cscript%3E",
        "/jobs?day=%22%3E%3Cscript%3E",
        "/jobs?definition=%22%3E%3Cscript%3E",
        "/jobs/new?folder=%22%3E%3Cscript%3E",
        "/jobs/new?notebook=%22%3E%3Cscript%3E",
        "/jobs/%22%3E%3Cscript%3E",
        "/workflows?name=%22%3E%3Cscript%3E&tag=%22%3E%3Cscript%3E",
        "/workflows/%22%3E%3Cscript%3E/runs/%22%3E%3Cscript%3E",
        "/definitions?name=%22%3E%3Cscript%3E&page=%3Cscript%3E"
      })
  void nothing_of_an_address_comes_back_as_markup(String path) throws Exception {
    HttpResponse<String> page = get(path);

    assertThat(page.statusCode()).isLessThan(500);
    assertThat(page.body()).doesNotContain("\"><script>").contains("</html>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../outside", "/etc", "link", "inside/../..", "nowhere", "a%00b"})
  void folders_outside_the_root_are_not_shown(String path) throws Exception {
    assertThat(get("/jobs/new?folder=" + path).statusCode()).isEqualTo(400);
    assertThat(get("/jobs/new?notebook=" + path + "/secret.ipynb").statusCode()).isEqualTo(400);
    assertThat(get("/jobs/new").body()).contains("inside").doesNotContain(">link<");
  }

  @Test
  void a_form_from_elsewhere_is_refused() throws Exception {
    assertThat(post("/theme", TOKEN, "theme=dark").statusCode()).isEqualTo(403);
    assertThat(post("/theme", TOKEN, "theme=dark&_csrf=" + "f".repeat(32)).statusCode())
        .isEqualTo(403);
    assertThat(post("/theme", "", "theme=dark&_csrf=").statusCode()).isEqualTo(403);
    assertThat(post("/jobs/bulk", TOKEN, "do=delete&job=x").statusCode()).isEqualTo(403);
    assertThat(post("/theme", TOKEN, "theme=dark&_csrf=" + TOKEN).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//elsewhere.example",
        "https://elsewhere.example",
        "/%5Celsewhere.example",
        "/%0Aelsewhere",
        ""
      })
  void nobody_is_led_elsewhere(String back) throws Exception {
    HttpResponse<String> answer =
        post("/theme", TOKEN, "theme=dark&_csrf=%s&back=%s".formatted(TOKEN, back));

    assertThat(answer.headers().firstValue("Location").orElse(""))
        .isIn("/", server.address() + "/");
  }
}
