package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a gateway may answer that a sound Jupyter server does not.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayTroubleTest {
  private static final KernelSpec SPEC =
      new KernelSpec(
          "python3",
          Path.of(""),
          List.of(),
          Map.of(),
          "Python",
          "python",
          KernelSpec.InterruptMode.SIGNAL);

  @TempDir Path directory;
  private HttpServer server;

  @SuppressWarnings("NullAway.Init")
  GatewayTroubleTest() {}

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private GatewayKernelProvisioner gateway(Duration timeout) {
    return new GatewayKernelProvisioner(
        new Gateway(address(), Map.of("X-Team", "night"), true, timeout, Set.of("COLOUR")));
  }

  private URI address() {
    return URI.create("http://127.0.0.1:%d/base/".formatted(server.getAddress().getPort()));
  }

  private void on(String path, HttpHandler handler) {
    server.createContext("/base/" + path, handler);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private KernelProvisioner.Surroundings surroundings(Map<String, String> environment) {
    return new KernelProvisioner.Surroundings(directory, environment, directory, false);
  }

  @Test
  void an_error_is_told_with_its_reason_on_one_line() {
    on("api/kernels", exchange -> answer(exchange, 500, "{\"message\": \"no room\\nat line 1\"}"));

    assertThatThrownBy(() -> gateway(Duration.ofSeconds(10)).start(SPEC, surroundings(Map.of())))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "The gateway at %s answered HTTP 500 to api/kernels: no room.".formatted(address()));
  }

  @Test
  void what_is_no_gateway_is_told() {
    on("api/kernelspecs", exchange -> answer(exchange, 200, "<html>"));
    assertThatThrownBy(() -> gateway(Duration.ofSeconds(10)).all())
        .hasMessage(
            "%s is no Jupyter gateway: its answer to api/kernelspecs is not JSON."
                .formatted(address()));
    server.removeContext("/base/api/kernelspecs");

    assertThatThrownBy(() -> gateway(Duration.ofSeconds(10)).all())
        .hasMessageStartingWith("%s is no Jupyter gateway".formatted(address()));
  }

  @Test
  void a_gateway_that_does_not_answer_is_given_up() {
    CountDownLatch release = new CountDownLatch(1);
    on("api/kernelspecs", exchange -> await(release));

    assertThatThrownBy(() -> gateway(Duration.ofMillis(300)).all())
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith(
            "The gateway at %s can't be reached: no answer".formatted(address()));
    release.countDown();
  }

  @Test
  void a_kernel_that_starts_after_it_was_given_up_is_ended() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<String> deleted = new CompletableFuture<>();
    on(
        "api/kernels",
        exchange -> {
          await(release);
          answer(exchange, 201, "{\"id\": \"k1\"}");
        });
    on(
        "api/kernels/k1",
        exchange -> {
          deleted.complete(exchange.getRequestMethod());
          answer(exchange, 200, "{}");
        });

    assertThatThrownBy(() -> gateway(Duration.ofMillis(300)).start(SPEC, surroundings(Map.of())))
        .isInstanceOf(KernelException.NotStarted.class)
        .hasMessageContaining("did not start kernel python3");
    release.countDown();
    assertThat(deleted.get(10, TimeUnit.SECONDS)).isEqualTo("DELETE");
  }

  @Test
  void variables_for_kernels_and_headers_go_with_the_request() throws Exception {
    CompletableFuture<String> body = new CompletableFuture<>();
    CompletableFuture<String> team = new CompletableFuture<>();
    on(
        "api/kernels",
        exchange -> {
          team.complete(String.valueOf(exchange.getRequestHeaders().getFirst("X-Team")));
          body.complete(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          answer(exchange, 201, "{\"id\": \"k1\"}");
        });
    on("api/kernels/k1", exchange -> answer(exchange, 200, "{}"));
    var environment = Map.of("KERNEL_USERNAME", "me", "COLOUR", "red", "SECRET", "no");
    try (Kernel _ = gateway(Duration.ofSeconds(10)).start(SPEC, surroundings(environment))) {
      assertThat(body.get())
          .contains("\"name\":\"python3\"", "\"KERNEL_USERNAME\":\"me\"", "\"COLOUR\":\"red\"")
          .contains("\"path\":\"%s\"".formatted(directory))
          .contains("\"KERNEL_WORKING_DIR\":\"%s\"".formatted(directory))
          .doesNotContain("SECRET");
      assertThat(team.get()).isEqualTo("night");
    }
  }

  @Test
  void a_kernel_that_is_kept_is_not_deleted() throws Exception {
    CountDownLatch deleted = new CountDownLatch(1);
    on("api/kernels", exchange -> answer(exchange, 201, "{\"id\": \"k1\"}"));
    on(
        "api/kernels/k1",
        exchange -> {
          deleted.countDown();
          answer(exchange, 200, "{}");
        });
    Kernel kept = gateway(Duration.ofSeconds(10)).start(SPEC, surroundings(Map.of()));
    kept.keep(Duration.ofHours(1));
    kept.close();

    assertThat(deleted.getCount()).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
