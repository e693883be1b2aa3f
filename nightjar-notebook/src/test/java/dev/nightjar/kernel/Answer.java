package dev.nightjar.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What a kernel answered to one request to run code.
///
/// @param messages all that named the request as their parent, in order
record Answer(List<KernelMessage> messages) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Runs code and waits for reply and idle. Does not ask to stop on errors: ipykernel would abort
  /// what is asked of it in the next moment, too.
  static Answer to(String code, KernelClient client) {
    return to(client, client.execute(code, false));
  }

  /// Waits for reply and idle of a request; messages that came before a death are in `until`.
  static Answer to(KernelClient client, String request) {
    List<KernelMessage> messages = new ArrayList<>();
    collect(client, request, messages);
    return new Answer(messages);
  }

  /// Fills `messages` until reply and idle are there.
  static void collect(KernelClient client, String request, List<KernelMessage> messages) {
    boolean replied = false;
    boolean idle = false;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!replied || !idle) {
      Optional<KernelMessage> next = client.poll(Duration.ofSeconds(1));
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no end in %s; so far: %s".formatted(PATIENCE, messages));
      }
      if (next.isEmpty() || !next.get().parentId().equals(request)) {
        continue;
      }
      messages.add(next.get());
      replied |= next.get().content() instanceof KernelMessage.ExecuteReply;
      idle |= next.get().content().equals(new KernelMessage.Status("idle"));
    }
  }

  /// The next message of this type that names the request.
  static KernelMessage await(KernelClient client, String request, String type) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      Optional<KernelMessage> next = client.poll(Duration.ofSeconds(1));
      if (next.isPresent()
          && next.get().type().equals(type)
          && next.get().parentId().equals(request)) {
        return next.get();
      }
    }
    throw new AssertionError("no " + type);
  }

  /// All text on streams.
  String text() {
    var text = new StringBuilder();
    for (KernelMessage message : messages) {
      if (message.content() instanceof KernelMessage.Stream(_, String part)) {
        text.append(part);
      }
    }
    return text.toString();
  }

  KernelMessage.ExecuteReply reply() {
    return messages.stream()
        .map(KernelMessage::content)
        .filter(KernelMessage.ExecuteReply.class::isInstance)
        .map(KernelMessage.ExecuteReply.class::cast)
        .findFirst()
        .orElseThrow();
  }

  List<String> types() {
    return messages.stream().map(KernelMessage::type).toList();
  }
}
