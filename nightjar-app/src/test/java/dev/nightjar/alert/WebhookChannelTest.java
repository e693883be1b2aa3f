package dev.nightjar.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebhookChannelTest {
  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    server = new WebServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WebhookChannel channel() {
    return new WebhookChannel(new Http(), server.url("/hook"), new Secret("key"), clock);
  }

  @Test
  void the_body_is_signed_with_its_time() throws Exception {
    channel().send(Messages.failed());
    var got = server.got().getFirst();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String expected =
        HexFormat.of()
            .formatHex(mac.doFinal(("1800000000." + got.body()).getBytes(StandardCharsets.UTF_8)));
    assertThat(got.header("X-Nightjar-Timestamp")).isEqualTo("1800000000");
    assertThat(got.header("X-Nightjar-Signature")).isEqualTo("sha256=" + expected);
    assertThat(got.header("Idempotency-Key")).isEqualTo("key-1");
  }

  @Test
  void programs_get_what_people_get() throws Exception {
    channel().send(Messages.failed());
    var json = server.got().getFirst().json();
    assertThat(json.path("event").asString()).isEqualTo("failure");
    assertThat(json.path("run").path("seconds").asDouble()).isEqualTo(75.0);
    assertThat(json.path("run").path("url").asString()).endsWith("/jobs/run-1");
    assertThat(json.path("error").path("details").asString()).contains("1/0");
    assertThat(json.path("parameters").path("day").asString()).isEqualTo("2026-01-01");
  }

  @Test
  void redirects_are_not_followed() {
    server.answerNext(
        new WebServer.Answer(302, Map.of("Location", server.url("/inside").toString()), ""));
    assertThatThrownBy(() -> channel().send(Messages.failed()))
        .hasMessage("127.0.0.1 answered 302");
    assertThat(server.paths()).containsExactly("/hook");
  }
}
