package dev.nightjar.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SlackChannelTest {
  private WebServer slack;

  @BeforeEach
  void start() throws IOException {
    slack = new WebServer();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private SlackChannel channel(String token) {
    return new SlackChannel(new Http(), slack.url("/api"), new Secret(token), "#team");
  }

  @Test
  void the_message_says_what_failed_where_and_why() throws Exception {
    channel(WebServer.TOKEN).send(Messages.failed());
    var post = slack.got().getFirst();
    assertThat(post.path()).isEqualTo("/api/chat.postMessage");
    assertThat(post.header("Idempotency-Key")).isEqualTo("key-1");
    assertThat(post.json().path("channel").asString()).isEqualTo("#team");
    assertThat(post.json().path("text").asString()).isEqualTo("Failed: Nightly &lt;report&gt;");
    assertThat(post.body())
        .contains("after 1 min 15 s", "ZeroDivisionError", "1/0", "day = 2026-01-01")
        .contains("<https://nightjar.example.org/jobs/run-1|Open>")
        .doesNotContain("<!channel>");
  }

  @Test
  void the_page_comes_in_the_messages_thread_by_todays_methods() throws Exception {
    channel(WebServer.TOKEN).send(Messages.failed());
    assertThat(slack.paths())
        .containsExactly(
            "/api/chat.postMessage",
            "/api/files.getUploadURLExternal",
            "/upload/1",
            "/api/files.completeUploadExternal");
    assertThat(slack.got().get(1).body()).isEqualTo("filename=report.html&length=13");
    assertThat(slack.got().get(2).body()).isEqualTo("<h1>page</h1>");
    assertThat(slack.got().get(2).header("Authorization")).isNull();
    assertThat(slack.got().get(3).json().toString())
        .isEqualTo(
            "{\"files\":[{\"id\":\"F012\",\"title\":\"report.html\"}],\"channel_id\":\"C0123456789\",\"thread_ts\":\"1503435956.000247\"}");
  }

  @Test
  void an_answer_that_is_not_ok_is_a_problem_which_does_not_show_the_token() {
    assertThatThrownBy(() -> channel("xoxb-wrong").send(Messages.failed()))
        .hasMessage("Slack's chat.postMessage says: invalid_auth");
  }

  @Test
  void who_is_asked_to_wait_waits_so_long() {
    slack.answerNext(new WebServer.Answer(429, Map.of("Retry-After", "30"), ""));
    assertThatThrownBy(() -> channel(WebServer.TOKEN).send(Messages.failed()))
        .asInstanceOf(InstanceOfAssertFactories.type(ChannelException.class))
        .extracting(ChannelException::waitAsked)
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_page_that_is_not_taken_does_not_have_the_message_sent_again() throws Exception {
    slack.answerNext(
        new WebServer.Answer(200, Map.of(), "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1\"}"));
    slack.answerNext(
        new WebServer.Answer(200, Map.of(), "{\"ok\":false,\"error\":\"missing_scope\"}"));
    channel(WebServer.TOKEN).send(Messages.failed());
    assertThat(slack.paths()).hasSize(2);
  }

  @Test
  void pages_are_uploaded_nowhere_but_to_slack() throws Exception {
    slack.answerNext(
        new WebServer.Answer(200, Map.of(), "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1\"}"));
    slack.answerNext(
        new WebServer.Answer(
            200,
            Map.of(),
            "{\"ok\":true,\"upload_url\":\"http://localhost:1/\",\"file_id\":\"F\"}"));
    channel(WebServer.TOKEN).send(Messages.failed());
    assertThat(slack.paths()).hasSize(2);
  }

  @Test
  void incoming_webhooks_get_the_message_only() throws Exception {
    new SlackWebhookChannel(new Http(), new Secret(slack.url("/hook/secret").toString()))
        .send(Messages.failed());
    assertThat(slack.paths()).containsExactly("/hook/secret");
    assertThat(slack.got().getFirst().json().path("blocks").size()).isGreaterThan(3);
  }

  @Test
  void a_webhooks_address_is_in_no_problem() {
    URI url = URI.create("http://127.0.0.1:1/hook/hidden");
    assertThatThrownBy(
            () ->
                new SlackWebhookChannel(new Http(), new Secret(url.toString()))
                    .send(Messages.failed()))
        .hasMessage("127.0.0.1 can't be reached: ConnectException");
  }
}
