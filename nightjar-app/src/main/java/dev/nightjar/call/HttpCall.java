package dev.nightjar.call;

import dev.nightjar.run.Report;
import dev.nightjar.workflow.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A request of a task. What is answered is its value: JSON by its type, or text.
final class HttpCall implements Call {
  private static final int LONGEST = 1 << 20;
  private static final int SHOWN = 2_000;
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";\\s]+)");

  private final HttpSender sender;
  private final Connections connections;
  private final HttpRequest request;

  HttpCall(HttpSender sender, Connections connections, HttpRequest request) {
    this.sender = sender;
    this.connections = connections;
    this.request = request;
  }

  @Override
  public List<Report.Value> make(CallLog log) throws CallException, InterruptedException {
    HttpTarget target = HttpTarget.of(request, connections);
    log.say(request.method() + " " + target.shown());
    try (HttpSender.Answer answer = sender.send(request, target, PATIENCE)) {
      byte[] body = beginning(answer.body());
      log.say("%d %s".formatted(answer.status(), answer.type()));
      if (!request.expects(answer.status())) {
        String text = text(body, answer.type()).strip();
        throw new CallException(
            "%s answered %d, not %s"
                .formatted(target.shown(), answer.status(), String.join(" or ", request.expect())),
            text.isEmpty() ? null : text.substring(0, Math.min(SHOWN, text.length())));
      }
      List<Report.Value> values = new ArrayList<>();
      values.add(new Report.Value("status", Integer.toString(answer.status()), null));
      if (body.length > LONGEST) {
        log.say("The answer has more than 1 MiB: it is not kept as a value.");
      } else {
        values.add(new Report.Value(Report.Value.RETURNED, value(body, answer.type(), log), null));
      }
      return values;
    } catch (IOException broken) {
      throw new CallException("%s ended its answer too early".formatted(target.shown()));
    }
  }

  private static byte[] beginning(InputStream body) throws IOException {
    return body.readNBytes(LONGEST + 1);
  }

  private static String value(byte[] body, String type, CallLog log) {
    String text = text(body, type);
    if (type.toLowerCase(Locale.ROOT).matches("application/([\\w.+-]+\\+)?json\\b.*")) {
      try {
        return JSON.readTree(text).toString();
      } catch (JacksonException unread) {
        log.say("The answer is not JSON, though it says so: its value is text.");
      }
    }
    return JSON.writeValueAsString(text);
  }

  private static String text(byte[] body, String type) {
    Matcher charset = CHARSET.matcher(type);
    try {
      return new String(
          body, charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
