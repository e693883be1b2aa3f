package dev.nightjar.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.config.ChannelConfig;
import dev.nightjar.config.ChannelConfig.Security;
import dev.nightjar.config.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/// Mails to a mail server that others wrote, which wants a login and takes nothing in clear.
final class MailServerTest {
  @TempDir private Path folder;
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private Certificates certificates;

  @BeforeEach
  void certify() throws Exception {
    certificates = new Certificates(folder);
  }

  private SMTPServer start(Security security) throws Exception {
    var builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, _) -> {
                      if (!user.equals("ada") || !password.equals("right")) {
                        throw new LoginFailedException();
                      }
                    }))
            .messageHandler(
                (_, from, to, data) ->
                    mails.add(
                        "%s to %s: %s"
                            .formatted(from, to, new String(data, StandardCharsets.UTF_8))));
    SMTPServer server =
        switch (security) {
          case TLS -> builder.serverSocketFactory(certificates.context()).build();
          case STARTTLS ->
              builder
                  .enableTLS()
                  .requireTLS()
                  .startTlsSocketFactory(certificates.context())
                  .build();
          case NONE -> builder.build();
        };
    server.start();
    return server;
  }

  private static void send(
      SMTPServer server, Security security, @Nullable Path authorities, String password)
      throws ChannelException {
    new EmailChannel(
            new ChannelConfig.Email(
                new ChannelConfig.Smtp(
                    "127.0.0.1", server.getPortAllocated(), security, authorities),
                new ChannelConfig.Login("ada", new Secret(password)),
                "nightjar@example.org",
                List.of()),
            List.of("a@example.org"),
            Clock.systemUTC())
        .send(Messages.failed());
  }

  private void isTaken(Security security) throws Exception {
    SMTPServer server = start(security);
    try {
      send(server, security, certificates.certificate(), "right");

      assertThat(mails)
          .singleElement()
          .asString()
          .startsWith("nightjar@example.org to a@example.org: ")
          .contains("Subject: Failed: Nightly <report>", "ZeroDivisionError", "report.html");
    } finally {
      server.stop();
    }
  }

  @Test
  void a_mail_is_taken_by_tls_from_the_start() throws Exception {
    isTaken(Security.TLS);
  }

  @Test
  void a_mail_is_taken_after_starttls() throws Exception {
    isTaken(Security.STARTTLS);
  }

  private void isRefused(Security security, boolean known, String password, String why)
      throws Exception {
    SMTPServer server = start(security);
    try {
      Path authorities = known ? certificates.certificate() : null;
      assertThatThrownBy(() -> send(server, security, authorities, password))
          .isInstanceOf(ChannelException.class)
          .hasMessageContaining(why)
          .hasMessageNotContaining(password);
      assertThat(mails).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void a_wrong_password_is_a_problem_that_does_not_repeat_it() throws Exception {
    isRefused(Security.TLS, true, "wrong-77", "535");
    isRefused(Security.STARTTLS, true, "wrong-77", "535");
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
    isRefused(Security.TLS, false, "right-77", "did not take the mail");
    isRefused(Security.STARTTLS, false, "right-77", "did not take the mail");
  }
}
