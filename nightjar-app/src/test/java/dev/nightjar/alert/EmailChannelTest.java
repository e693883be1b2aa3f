package dev.nightjar.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.config.ChannelConfig;
import dev.nightjar.config.ChannelConfig.Security;
import dev.nightjar.config.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmailChannelTest {
  @TempDir Path folder;

  private static EmailChannel channel(
      SmtpServer server, Security security, @Nullable Path authorities, @Nullable String password) {
    return new EmailChannel(
        new ChannelConfig.Email(
            new ChannelConfig.Smtp("127.0.0.1", server.port(), security, authorities),
            password == null ? null : new ChannelConfig.Login("ada", new Secret(password)),
            "nightjar@example.org",
            List.of()),
        List.of("a@example.org", "b@example.org"),
        Clock.systemUTC());
  }

  @Test
  void the_mail_says_what_failed_and_brings_the_page() throws Exception {
    try (var server = new SmtpServer(null, null)) {
      channel(server, Security.NONE, null, null).send(Messages.failed());
      SmtpServer.Mail mail = server.mails().getFirst();
      assertThat(mail.to()).containsExactly("a@example.org", "b@example.org");
      assertThat(mail.data())
          .contains("Subject: Failed: Nightly <report>")
          .contains("Message-ID: <key-1@nightjar>", "Auto-Submitted: auto-generated")
          .contains("ZeroDivisionError", "1/0", "day = 2026-01-01")
          .contains("filename=report.html");
    }
  }

  @Test
  void the_login_is_sent_in_cipher_only() throws Exception {
    var certificates = new Certificates(folder);
    try (var server = new SmtpServer(certificates.context(), "ada:hidden")) {
      channel(server, Security.STARTTLS, certificates.certificate(), "hidden")
          .send(Messages.failed());
      assertThat(server.mails()).hasSize(1);
      assertThat(server.mails().getFirst().encrypted()).isTrue();
      assertThat(server.mails().getFirst().login()).isEqualTo("ada:hidden");
    }
  }

  @Test
  void a_server_that_nobody_vouches_for_gets_nothing() throws Exception {
    var certificates = new Certificates(folder);
    try (var server = new SmtpServer(certificates.context(), "ada:hidden")) {
      assertThatThrownBy(
              () -> channel(server, Security.STARTTLS, null, "hidden").send(Messages.failed()))
          .hasMessageContaining("did not take the mail")
          .hasMessageNotContaining("hidden");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void a_server_without_tls_gets_nothing_where_it_is_wanted() throws Exception {
    try (var server = new SmtpServer(null, null)) {
      assertThatThrownBy(
              () -> channel(server, Security.STARTTLS, null, null).send(Messages.failed()))
          .hasMessageContaining("STARTTLS is required");
    }
  }

  @Test
  void a_refusal_is_a_problem_in_one_line() throws Exception {
    try (var server = new SmtpServer(null, null)) {
      server.refuse("452 4.3.1 Insufficient system storage");
      assertThatThrownBy(() -> channel(server, Security.NONE, null, null).send(Messages.failed()))
          .hasMessageContaining("452 4.3.1 Insufficient system storage")
          .hasMessageNotContaining("\n");
    }
  }
}
