package dev.nightjar.alert;

import dev.nightjar.config.ChannelConfig;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/// E-mail by SMTP. The message's id follows from the alert's, so that mail programs can tell that
/// one is the same again.
final class EmailChannel implements Channel {
  private static final String TIMEOUT_MS = "20000";

  private final ChannelConfig.Email config;
  private final List<String> to;
  private final Clock clock;

  /// @param to addresses
  EmailChannel(ChannelConfig.Email config, List<String> to, Clock clock) {
    this.config = config;
    this.to = to;
    this.clock = clock;
  }

  @Override
  public void send(Message message) throws ChannelException {
    ChannelConfig.Smtp server = config.server();
    ChannelConfig.Login login = config.login();
    try {
      Session session = Session.getInstance(properties());
      MimeMessage mail = mail(session, message);
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(
            server.host(),
            server.port(),
            login == null ? null : login.user(),
            login == null ? null : login.password().reveal());
        transport.sendMessage(mail, mail.getAllRecipients());
      }
    } catch (MessagingException e) {
      throw new ChannelException(
          "%s:%d did not take the mail: %s".formatted(server.host(), server.port(), line(e)));
    }
  }

  private Properties properties() throws ChannelException {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", TIMEOUT_MS);
    properties.put("mail.smtp.timeout", TIMEOUT_MS);
    properties.put("mail.smtp.writetimeout", TIMEOUT_MS);
    properties.put("mail.smtp.auth", Boolean.toString(config.login() != null));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    switch (config.server().security()) {
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
      case NONE -> {}
    }
    if (config.server().authorities() != null) {
      properties.put(
          "mail.smtp.ssl.socketFactory", Authorities.trust(config.server().authorities()));
    }
    return properties;
  }

  private MimeMessage mail(Session session, Message message) throws MessagingException {
    var mail = new KeyedMail(session, "<%s@nightjar>".formatted(message.key()));
    mail.setFrom(new InternetAddress(config.from()));
    for (String address : to) {
      mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(address, true));
    }
    mail.setSubject(message.title().replaceAll("\\p{Cntrl}+", " "), "UTF-8");
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("Idempotency-Key", message.key());
    var text = new MimeBodyPart();
    text.setText(message.text(), "UTF-8");
    var content = new MimeMultipart(text);
    if (message.page() != null) {
      content.addBodyPart(attached(message.page()));
    }
    mail.setContent(content);
    mail.saveChanges();
    return mail;
  }

  private static MimeBodyPart attached(AlertMessage.Page page) throws MessagingException {
    var part = new MimeBodyPart();
    part.setDataHandler(
        new jakarta.activation.DataHandler(
            new ByteArrayDataSource(page.html(), "text/html; charset=UTF-8")));
    part.setFileName(page.name());
    return part;
  }

  private static String line(MessagingException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.strip().replaceAll("\\s+", " ");
  }

  /// A mail whose id is ours.
  private static final class KeyedMail extends MimeMessage {
    private final String id;

    KeyedMail(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
