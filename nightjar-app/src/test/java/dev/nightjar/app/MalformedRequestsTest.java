package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sends requests that no client of ours would send.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class MalformedRequestsTest {
  private static final int REQUESTS = 5_000;
  private static final int THREADS = 4;
  private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3})");
  private static final Pattern TRACE =
      Pattern.compile("\\n?\\s+at [\\w.$]+\\(|Exception: |java\\.[a-z]+\\.[A-Z]");

  @TempDir private Path folder;

  @Test
  void five_thousand_malformed_requests_break_nothing() throws Exception {
    try (var server = new ApiServer(folder);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      String job = server.submit("kept");
      server.ended(job);
      String definition =
          server
              .post("/api/definitions", "{\"notebook\":\"report.ipynb\",\"paused\":true}")
              .json()
              .path("id")
              .stringValue();
      List<Future<List<String>>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        var requests = new MalformedRequests(new Random(i), job, definition);
        parts.add(threads.submit(() -> send(server, requests, REQUESTS / THREADS)));
      }
      List<String> faults = new ArrayList<>();
      for (Future<List<String>> part : parts) {
        faults.addAll(part.get());
      }

      assertThat(faults).isEmpty();
      assertThat(server.get("/api/status").status()).isEqualTo(200);
      assertThat(server.get("/api/jobs?limit=1000").status()).isEqualTo(200);
      assertThat(server.get("/api/definitions?limit=1000").status()).isEqualTo(200);
      assertThat(server.get("/api/pools").status()).isEqualTo(200);
      assertThat(server.get("/scheduler/jobs").status()).isEqualTo(200);
      assertThat(server.get("/scheduler/job_definitions").status()).isEqualTo(200);
    }
  }

  @Test
  void nothing_is_stored_that_was_refused() {
    try (var server = new ApiServer(folder)) {
      var requests = new MalformedRequests(new Random(7), "x", "x");
      int made = 0;
      for (int i = 0; i < 300; i++) {
        var answer = server.post("/api/jobs", requests.body("/api/jobs"));
        made += answer.status() == 201 ? 1 : 0;
      }

      assertThat(server.get("/api/jobs?limit=1000").json().path("items")).hasSize(made);
      assertThat(folder.resolve("data/artifacts/snapshots").toFile().list())
          .as("snapshots of refused requests are gone")
          .hasSize(made);
    }
  }

  private static List<String> send(ApiServer server, MalformedRequests requests, int count) {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MalformedRequests.Request request = requests.next();
      String answer;
      try {
        answer = answer(server, request.bytes());
      } catch (IOException e) {
        answer = "closed: " + e.getMessage();
      }
      Matcher status = STATUS.matcher(answer);
      int code = status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
      // 505 is for the version of HTTP, which no route gets to see
      boolean allowed =
          code < 500 || code == 505 || code == 500 && request.path().startsWith("/scheduler");
      if (!allowed || TRACE.matcher(answer).find()) {
        faults.add(
            "%s\n→ %s"
                .formatted(request.text(), answer.substring(0, Math.min(600, answer.length()))));
      }
    }
    return faults.subList(0, Math.min(10, faults.size()));
  }

  private static String answer(ApiServer server, byte[] request) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 10_000);
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(20_000), StandardCharsets.UTF_8);
    }
  }
}
