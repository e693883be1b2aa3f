package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.testkit.FakeKernel;
import dev.nightjar.testkit.JupyterServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels behind Debian's Jupyter server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayKernelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Path directory;
  private JupyterServer server;
  private GatewayKernelProvisioner gateway;
  private Kernel kernel;
  private KernelClient client;

  @SuppressWarnings("NullAway.Init")
  GatewayKernelTest() {}

  @BeforeAll
  void start(@TempDir Path directory) {
    this.directory = directory;
    server = JupyterServer.start(directory, "--ServerApp.iopub_data_rate_limit=0");
    gateway = new GatewayKernelProvisioner(Gateway.at(server.uri().toString(), server.token()));
    kernel = newKernel();
    client = KernelClient.connect(kernel, PATIENCE, _ -> {});
  }

  @AfterAll
  void end() {
    client.close();
    kernel.close();
    server.close();
  }

  private Kernel newKernel() {
    return gateway.start(gateway.find("python3"), surroundings());
  }

  private KernelProvisioner.Surroundings surroundings() {
    return new KernelProvisioner.Surroundings(
        directory, Map.of("KERNEL_USERNAME", "me"), directory.resolve("unused"), false);
  }

  private static ProcessHandle processOf(KernelClient client) {
    String pid = Answer.to("import os; print(os.getpid())", client).text().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  @Test
  void it_runs_code() {
    Answer answer = Answer.to("print('hello')\n6 * 7", client);

    assertThat(answer.text()).isEqualTo("hello\n");
    assertThat(answer.types())
        .containsSubsequence("status", "execute_input", "stream", "execute_result", "status");
    assertThat(answer.reply().status()).isEqualTo("ok");
    assertThat(client.languageInfo().path("name").asString()).isEqualTo("python");
  }

  @Test
  void an_error_is_published_and_replied() {
    Answer answer = Answer.to("1/0", client);

    assertThat(answer.types()).contains("error");
    assertThat(answer.reply().error().ename()).isEqualTo("ZeroDivisionError");
  }

  @Test
  void it_can_be_interrupted_and_goes_on() {
    String request =
        client.execute("import time\nprint('ready', flush=True)\nwhile True: time.sleep(1)", false);
    Answer.await(client, request, "stream");
    client.interrupt();

    assertThat(Answer.to(client, request).reply().error().ename()).isEqualTo("KeyboardInterrupt");
    assertThat(Answer.to("print(1)", client).text()).isEqualTo("1\n");
  }

  @Test
  void fifty_megabytes_come_through() {
    assertThat(Answer.to("print('x' * 50_000_000)", client).text()).hasSize(50_000_001);
  }

  @Test
  void code_of_a_megabyte_goes_through() {
    assertThat(Answer.to("print(len('%s'))".formatted("x".repeat(1_000_000)), client).text())
        .isEqualTo("1000000\n");
  }

  @Test
  void many_messages_arrive_in_order() {
    Answer answer = Answer.to("for i in range(500): print(i, flush=True)", client);

    assertThat(answer.text().lines().count()).isEqualTo(500);
    assertThat(answer.text()).startsWith("0\n1\n2\n").endsWith("498\n499\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {GatewayChannels.V1, ""})
  void buffers_come_through_in_either_format(String subprotocol) throws Exception {
    var messages = new LinkedBlockingQueue<KernelMessage>();
    try (KernelChannels channels =
        GatewayChannels.open(
            (GatewayKernel) kernel,
            subprotocol,
            event -> {
              if (event instanceof KernelEvent.Received(KernelMessage message)
                  && message.type().equals("comm_open")) {
                messages.add(message);
              }
            },
            PATIENCE)) {
      String code =
          "get_ipython().kernel.session.send(get_ipython().kernel.iopub_socket, 'comm_open',"
              + " {'comm_id': 'c', 'target_name': 't', 'data': {}}, buffers=[b'a' * 100_000, b''])";
      channels.send(
          Channel.SHELL,
          "execute_request",
          "id-" + subprotocol,
          Json.object().put("code", code).put("silent", false).put("allow_stdin", false));
      KernelMessage message = messages.poll(20, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      assertThat(message.buffers()).hasSize(2);
      assertThat(message.buffers().get(0)).hasSize(100_000).containsOnly('a');
    }
  }

  @Test
  void kernelspecs_are_found_whatever_their_case() {
    KernelSpec spec = gateway.find("PYTHON3");

    assertThat(spec.name()).isEqualTo("python3");
    assertThat(spec.language()).isEqualTo("python");
    assertThat(spec.isIpykernel()).isTrue();
  }

  @Test
  void an_unknown_kernel_is_told_with_those_that_are_there() {
    assertThatThrownBy(() -> gateway.find("nosuch"))
        .isInstanceOf(KernelException.NotFound.class)
        .hasMessageStartingWith(
            "No such kernel named nosuch at the gateway at %s (it has: ".formatted(server.uri()))
        .hasMessageContaining("python3");
  }

  @Test
  void a_wrong_token_is_one_clear_line() {
    var stranger = new GatewayKernelProvisioner(Gateway.at(server.uri().toString(), "wrong"));

    assertThatThrownBy(() -> stranger.find("python3"))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "The gateway at %s refuses us (HTTP 403). Check its token (JUPYTER_GATEWAY_AUTH_TOKEN)."
                .formatted(server.uri()));
  }

  @Test
  void where_nobody_listens_is_one_clear_line() {
    var nowhere = new GatewayKernelProvisioner(Gateway.at("http://127.0.0.1:1/", null));

    assertThatThrownBy(() -> nowhere.find("python3"))
        .hasMessage("The gateway at http://127.0.0.1:1/ can't be reached: nothing listens there.");
  }

  @Nested
  class AtTheEnd {
    @Test
    void closing_ends_the_kernel_at_the_server() {
      ProcessHandle process;
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        process = processOf(other);
      }
      process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void it_ends_when_asked_to_and_is_not_started_again() {
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        ProcessHandle process = processOf(other);

        assertThat(other.shutdown(PATIENCE)).isTrue();
        assertThat(process.isAlive()).isFalse();
      }
    }

    @Test
    void a_kernel_killed_at_the_server_is_noticed_and_what_it_said_arrives() {
      try (Kernel own = newKernel();
          KernelClient other = KernelClient.connect(own, PATIENCE, _ -> {})) {
        ProcessHandle process = processOf(other);
        String request =
            other.execute("print('a', flush=True)\nimport time; time.sleep(600)", true);
        Answer.await(other, request, "stream");
        process.destroyForcibly();

        assertThatThrownBy(() -> Answer.to(other, request))
            .isInstanceOf(KernelException.Died.class)
            .hasMessageContaining("it died at the gateway");
      }
    }

    @Test
    void a_server_that_goes_and_does_not_come_back_is_told(@TempDir Path other) {
      try (JupyterServer own = JupyterServer.start(other)) {
        var provisioner =
            new GatewayKernelProvisioner(
                Gateway.at(own.uri().toString(), own.token()), Duration.ofMillis(50));
        try (Kernel far = provisioner.start(provisioner.find("python3"), surroundings());
            KernelClient talk = KernelClient.connect(far, PATIENCE, _ -> {})) {
          String request =
              talk.execute("print('a', flush=True)\nimport time; time.sleep(600)", true);
          Answer.await(talk, request, "stream");
          own.kill();

          assertThatThrownBy(() -> Answer.to(talk, request))
              .isInstanceOf(KernelException.Died.class)
              .hasMessageEndingWith(
                  "the connection to the gateway broke: The gateway at %s can't be reached: nothing listens there."
                      .formatted(own.uri()));
        }
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void a_program_that_is_killed_leaves_no_kernel_behind(String signal) throws Exception {
      Process program =
          new ProcessBuilder(program(server.uri().toString(), server.token(), directory.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String pid = String.valueOf(program.inputReader().readLine());
      ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      List<ProcessHandle> keepers = program.descendants().toList();

      assertThat(keepers)
          .isNotEmpty()
          .allSatisfy(
              keeper ->
                  assertThat(keeper.info().arguments().map(List::of).orElseThrow())
                      .noneMatch(argument -> argument.contains(server.token())));
      new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid())).start().waitFor();

      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
      keepers.forEach(keeper -> keeper.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    private List<String> program(String... args) {
      List<String> command = new ArrayList<>(FakeKernel.argv().subList(0, 5));
      command.add(Program.class.getName());
      command.addAll(List.of(args));
      return command;
    }
  }

  /// Starts a kernel, prints its process id, and waits to be killed.
  static final class Program {
    private Program() {}

    public static void main(String... args) {
      var gateway = new GatewayKernelProvisioner(Gateway.at(args[0], args[1]));
      var directory = Path.of(args[2]);
      var surroundings = new KernelProvisioner.Surroundings(directory, Map.of(), directory, false);
      Kernel kernel = gateway.start(gateway.find("python3"), surroundings);
      KernelClient client = KernelClient.connect(kernel, PATIENCE, _ -> {});
      System.out.println(processOf(client).pid());
      kernel.exited().toCompletableFuture().join();
    }
  }
}
