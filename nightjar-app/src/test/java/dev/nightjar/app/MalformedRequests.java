package dev.nightjar.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Requests that are almost right: the same ones for the same random numbers. Streams that go on
/// are not asked for.
final class MalformedRequests {
  private static final List<String> PATHS =
      List.of(
          "/api",
          "/api/openapi.json",
          "/api/status",
          "/api/environments",
          "/api/jobs",
          "/api/jobs/{id}",
          "/api/jobs/{id}/stop",
          "/api/jobs/{id}/rerun",
          "/api/jobs/{id}/resume",
          "/api/jobs/{id}/log",
          "/api/jobs/{id}/artifacts/log.txt",
          "/api/jobs/{id}/events",
          "/api/definitions",
          "/api/definitions/{d}",
          "/api/definitions/{d}/pause",
          "/api/definitions/{d}/resume",
          "/api/definitions/{d}/run",
          "/api/definitions/{d}/next",
          "/api/definitions/{d}/versions",
          "/api/schedules/preview",
          "/api/notebooks",
          "/api/notebooks/parameters",
          "/api/pools",
          "/api/pools/{id}",
          "/scheduler/jobs",
          "/scheduler/jobs/{id}",
          "/scheduler/jobs/count",
          "/scheduler/jobs/{id}/download_files",
          "/scheduler/job_definitions",
          "/scheduler/job_definitions/{d}",
          "/scheduler/job_definitions/{d}/jobs",
          "/scheduler/runtime_environments",
          "/scheduler/config",
          "/scheduler/batch/jobs");
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "POST", "GET", "HEAD", "OPTIONS", "BREW");
  private static final List<String> NAMES =
      List.of(
          "name",
          "notebook",
          "parameters",
          "tags",
          "schedule",
          "retry",
          "timeout",
          "memory",
          "priority",
          "pool",
          "slots",
          "alerts",
          "output_formats",
          "output_name",
          "environment",
          "package_folder",
          "paused",
          "expected",
          "reason",
          "expression",
          "timezone",
          "start",
          "jitter",
          "misfire",
          "count",
          "input_uri",
          "runtime_environment_name",
          "status",
          "idempotency_token",
          "notebook_name",
          "compute_type",
          "active",
          "input_filename");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "NaN",
          "9223372036854775808",
          "\"\"",
          "\"x\"",
          "\"report.ipynb\"",
          "\"../data/server-id\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[null]",
          "{\"a\":{\"b\":[]}}",
          "{\"expression\":\"* * * * *\"}",
          "\"@daily\"",
          "{\"expression\":\"at 9999999-01-01\"}",
          "\"%s%n\"",
          "\"' OR 1=1 --\"",
          "[1,2",
          "{\"times\":99999999999}",
          "\"PT99999999999999H\"",
          "[[[[[[[[[[[[]]]]]]]]]]]]",
          "\"😀\"",
          "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":[]}",
          "{\"nbformat\":\"x\"}");
  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?limit=x",
          "?limit=-1",
          "?after=%ff",
          "?after=aWQ6",
          "?sort=%00",
          "?state=,,",
          "?from=-99999999999999999999",
          "?from=9223372036854775807",
          "?%zz",
          "?path=%2e%2e%2f",
          "?path=%00",
          "?attempt=0",
          "?count=1e9",
          "?name=%25%5f'",
          "?tag=&tag=",
          "?a=b;c",
          "?max_items=-5",
          "?next_token=x",
          "?sort_by=asc(x",
          "?status=x",
          "?start_time=x",
          "?created_from=2026",
          "?created_from=%2B999999999-12-31T00:00:00Z",
          "?paused=maybe");
  private static final List<String> HEADERS =
      List.of(
          "",
          "Content-Type: application/json\r\n",
          "Content-Type: text/plain\r\n",
          "Content-Type: ;;;\r\n",
          "Range: bytes=9-1\r\n",
          "Range: bytes=-\r\n",
          "Idempotency-Key: \r\n",
          "Idempotency-Key: k\r\n",
          "Accept-Encoding: gzip\r\n",
          "Authorization: token\r\n",
          "Cookie: a=\"\r\n",
          "Expect: 200-maybe\r\n");

  private final Random random;
  private final String job;
  private final String definition;

  MalformedRequests(Random random, String job, String definition) {
    this.random = random;
    this.job = job;
    this.definition = definition;
  }

  /// A request.
  ///
  /// @param path without what was made of it
  /// @param text its bytes, each as a character
  record Request(String path, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  Request next() {
    String path = one(PATHS);
    String method = one(METHODS);
    String address = address(path) + one(QUERIES);
    byte[] body = bytes(random.nextInt(4) == 0 ? "" : body(path));
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(
                method,
                address,
                random.nextInt(3) == 0 ? one(HEADERS) : HEADERS.get(1),
                body.length);
    byte[] start = bytes(head);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    if (random.nextInt(20) == 0) {
      all[random.nextInt(all.length)] = (byte) random.nextInt(256);
    }
    return new Request(path, new String(all, StandardCharsets.ISO_8859_1));
  }

  /// A body that makes some sense for the path, and some not.
  String body(String path) {
    StringBuilder json = new StringBuilder("{");
    if (random.nextBoolean()) {
      json.append("\"notebook\":\"report.ipynb\",\"input_uri\":\"report.ipynb\",");
    }
    int fields = 1 + random.nextInt(path.endsWith("jobs") ? 3 : 5);
    for (int i = 0; i < fields; i++) {
      json.append(i == 0 ? "" : ",")
          .append('"')
          .append(one(NAMES))
          .append("\":")
          .append(one(VALUES));
    }
    json.append('}');
    return random.nextInt(15) == 0
        ? json.substring(random.nextInt(json.length()))
        : json.toString();
  }

  private String address(String path) {
    List<String> ids =
        List.of(
            job, definition, "x", "%00", "..", "%2e%2e%2f", "a".repeat(300), "%ff%fe", "'", "😀");
    String id = random.nextInt(3) == 0 ? one(ids) : null;
    String full =
        path.replace("{id}", id == null ? job : id).replace("{d}", id == null ? definition : id);
    return random.nextInt(30) == 0 ? full + one(List.of("/", "//", "/../..", ";a", "%")) : full;
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
