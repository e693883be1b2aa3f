package dev.nightjar.alert;

import dev.nightjar.json.Json;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An alert in Slack's blocks. What comes from notebooks is escaped: it can call nobody, and leads
/// nowhere.
final class SlackBlocks {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_SECTION = 2_900;

  private SlackBlocks() {}

  /// `text` for notifications, `blocks` for the message.
  static ObjectNode of(Message message) {
    return switch (message) {
      case AlertMessage alert -> of(alert);
      case TaskMessage task -> Json.object().put("text", task.text());
    };
  }

  private static ObjectNode of(AlertMessage message) {
    ObjectNode json = Json.object();
    json.put("text", escaped(message.title()));
    ArrayNode blocks = json.putArray("blocks");
    blocks
        .addObject()
        .put("type", "header")
        .putObject("text")
        .put("type", "plain_text")
        .put("text", cut(message.title(), LONGEST_HEADER));
    section(blocks, escaped(message.outcome()));
    AlertMessage.Failure failure = message.failure();
    if (failure != null) {
      section(blocks, "*%s*".formatted(escaped(failure.message().replace('*', '∗'))));
      if (failure.details() != null) {
        code(blocks, failure.details().strip());
      }
    }
    if (!message.parameters().isEmpty()) {
      code(
          blocks,
          message.parameters().entrySet().stream()
              .map(entry -> entry.getKey() + " = " + entry.getValue())
              .collect(Collectors.joining("\n")));
    }
    String run =
        "Run `%s`, asked for by %s"
            .formatted(message.subject().run(), escaped(message.subject().by()));
    String link = message.link() == null ? "" : " · <%s|Open>".formatted(message.link());
    blocks
        .addObject()
        .put("type", "context")
        .putArray("elements")
        .addObject()
        .put("type", "mrkdwn")
        .put("text", run + link);
    return json;
  }

  private static void code(ArrayNode blocks, String text) {
    section(blocks, "```" + cut(escaped(text.replace("```", "'''")), LONGEST_SECTION) + "```");
  }

  private static void section(ArrayNode blocks, String text) {
    blocks
        .addObject()
        .put("type", "section")
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", cut(text, LONGEST_SECTION + 6));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
