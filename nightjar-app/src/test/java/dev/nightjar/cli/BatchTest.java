package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.CellReport.Verdict;
import dev.nightjar.config.Environment;
import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
  @Test
  void stops_what_runs_leaves_no_kernel_and_begins_no_more(@TempDir Path folder) throws Exception {
    CommandRun.copy("sleeping.ipynb", folder.resolve("sleeping.ipynb"));
    var err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var environment = new Environment(System.getenv(), folder, false, false, false, false);
    var terminal = new Terminal(InputStream.nullInputStream(), err, err, err, environment);
    var program = new Program(terminal, Clock.systemUTC());
    var batch =
        new Batch(
            program.engine(),
            program.storages(),
            new LiveTable(err, null),
            new Batch.Options(2, false, false));
    try (var server = new ServerSocket(0, 3, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var port = ParameterValue.of(server.getLocalPort());
      var request =
          NotebookRequest.of("sleeping.ipynb", null).with(Parameters.empty().with("port", port));
      var job = new BatchJob("sleeping", Parameters.empty(), request, null);
      var running = threads.submit(() -> batch.run(List.of(job, job, job)));
      List<ProcessHandle> kernels = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        try (Socket socket = server.accept()) {
          byte[] pid = new byte[20];
          int length = socket.getInputStream().read(pid);
          String text = new String(pid, 0, length, StandardCharsets.US_ASCII);
          ProcessHandle.of(Long.parseLong(text)).ifPresent(kernels::add);
        }
      }
      assertThat(kernels).hasSize(2).allMatch(ProcessHandle::isAlive);

      batch.stop();
      List<NotebookReport> reports = running.get(30, TimeUnit.SECONDS);

      assertThat(reports)
          .extracting(NotebookReport::state)
          .containsExactlyInAnyOrder(BatchState.STOPPED, BatchState.STOPPED, BatchState.NOT_RUN);
      for (ProcessHandle kernel : kernels) {
        kernel.onExit().get(10, TimeUnit.SECONDS);
      }
      NotebookReport stopped =
          reports.stream().filter(r -> r.state() == BatchState.STOPPED).findFirst().orElseThrow();
      assertThat(stopped.cells().getLast().verdict())
          .isEqualTo(new Verdict.CutShort("stopped", "was stopped"));
    }
  }
}
