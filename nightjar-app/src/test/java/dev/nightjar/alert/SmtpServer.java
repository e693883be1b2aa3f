package dev.nightjar.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// An SMTP server (RFC 5321) with STARTTLS (RFC 3207) and AUTH PLAIN and LOGIN (RFC 4954).
final class SmtpServer implements AutoCloseable {
  /// A mail it took.
  record Mail(
      String from, List<String> to, String data, boolean encrypted, @Nullable String login) {}

  private final ServerSocket socket;
  private final @Nullable SSLContext tls;
  private final @Nullable String login;
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private volatile @Nullable String refusal;

  /// @param tls what it offers STARTTLS with; null for none
  /// @param login `user:password` that is wanted; null for none
  SmtpServer(@Nullable SSLContext tls, @Nullable String login) throws IOException {
    this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.tls = tls;
    this.login = login;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  List<Mail> mails() {
    return mails;
  }

  /// Has it refuse mails with this reply; null for none.
  void refuse(@Nullable String reply) {
    refusal = reply;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (client) {
                    new Conversation(client).run();
                  } catch (IOException e) {
                    // the client went away
                  }
                });
      } catch (IOException e) {
        return;
      }
    }
  }

  private final class Conversation {
    private final Socket client;
    private final BufferedReader in;
    private final OutputStream out;
    private final boolean encrypted;
    private @Nullable String who;
    private String from = "";
    private final List<String> to = new CopyOnWriteArrayList<>();

    Conversation(Socket client) throws IOException {
      this.client = client;
      this.encrypted = client instanceof SSLSocket;
      this.in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      this.out = client.getOutputStream();
    }

    private void say(String reply) throws IOException {
      out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    void run() throws IOException {
      if (!encrypted) {
        say("220 test ESMTP");
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
          case "EHLO", "HELO" -> {
            say("250-test");
            if (tls != null && !encrypted) {
              say("250-STARTTLS");
            }
            if (login != null) {
              say("250-AUTH PLAIN LOGIN");
            }
            say("250 8BITMIME");
          }
          case "STARTTLS" -> {
            say("220 go ahead");
            SSLSocket secure =
                (SSLSocket)
                    java.util.Objects.requireNonNull(tls)
                        .getSocketFactory()
                        .createSocket(client, null, client.getPort(), true);
            secure.setUseClientMode(false);
            new Conversation(secure).run();
            return;
          }
          case "AUTH" -> authenticate(line);
          case "MAIL" -> {
            if (login != null && !login.equals(who)) {
              say("530 5.7.0 Authentication required");
            } else {
              from = line;
              say("250 ok");
            }
          }
          case "RCPT" -> {
            to.add(line.replaceAll(".*<(.*)>.*", "$1"));
            say("250 ok");
          }
          case "DATA" -> data();
          case "QUIT" -> {
            say("221 bye");
            return;
          }
          default -> say("250 ok");
        }
      }
    }

    private void authenticate(String line) throws IOException {
      String[] words = line.split(" ", -1);
      if (words[1].equals("PLAIN")) {
        String[] parts = decoded(words[2]).split("\0", -1);
        who = parts[1] + ":" + parts[2];
      } else {
        say("334 VXNlcm5hbWU6");
        String user = decoded(in.readLine());
        say("334 UGFzc3dvcmQ6");
        who = user + ":" + decoded(in.readLine());
      }
      say(login != null && login.equals(who) ? "235 ok" : "535 5.7.8 bad login");
    }

    private static String decoded(String base64) {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private void data() throws IOException {
      say("354 go on");
      StringBuilder data = new StringBuilder();
      for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
        data.append(line).append('\n');
      }
      if (refusal != null) {
        say(refusal);
        return;
      }
      mails.add(new Mail(from, List.copyOf(to), data.toString(), encrypted, who));
      say("250 taken");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
