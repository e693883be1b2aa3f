package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Talks to one kernel. One thread asks and polls; only [#wake()] may be called from others.
public final class KernelClient implements AutoCloseable {
  /// How long messages that a dead kernel had sent may still take to arrive. Its channels close
  /// behind the last of them, which ends the wait.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /// How long we may wait to hear how a kernel ended that has closed its channels.
  private static final Duration OBITUARY = Duration.ofMillis(300);

  private final Kernel kernel;
  private final KernelChannels channels;
  private final BlockingQueue<KernelEvent> events;
  private final Consumer<String> warnings;
  private @Nullable String ended;
  private long endedAt;
  private boolean warnedOfDropped;
  private JsonNode languageInfo = Json.object();

  private KernelClient(
      Kernel kernel,
      KernelChannels channels,
      BlockingQueue<KernelEvent> events,
      Consumer<String> warnings) {
    this.kernel = kernel;
    this.channels = channels;
    this.events = events;
    this.warnings = warnings;
  }

  /// Connects and waits until the kernel answers and its iopub messages reach us, so that none is
  /// lost later.
  ///
  /// @param warnings hears of messages that had to be dropped
  /// @throws KernelException.NotStarted if it ends before, or the time passes
  public static KernelClient connect(Kernel kernel, Duration timeout, Consumer<String> warnings) {
    long deadline = System.nanoTime() + timeout.toNanos();
    BlockingQueue<KernelEvent> events = new LinkedBlockingQueue<>();
    kernel.exited().thenAccept(how -> events.add(new KernelEvent.Exited(how)));
    KernelChannels channels = kernel.open(events::add, timeout);
    KernelClient client = new KernelClient(kernel, channels, events, warnings);
    try {
      client.awaitReady(deadline, timeout);
    } catch (KernelException e) {
      client.close();
      throw e;
    }
    return client;
  }

  /// Asks for the kernel's info again and again: the first answers may come before the kernel has
  /// heard of our subscription.
  private void awaitReady(long deadline, Duration timeout) {
    boolean replied = false;
    boolean published = false;
    long patience = TimeUnit.MILLISECONDS.toNanos(20);
    long giveUpIopub = Long.MAX_VALUE;
    try {
      while (!replied || !published && System.nanoTime() < giveUpIopub) {
        send(Channel.SHELL, "kernel_info_request", Json.object());
        long until = System.nanoTime() + (replied ? patience : TimeUnit.SECONDS.toNanos(2));
        patience = Math.min(patience * 2, TimeUnit.MILLISECONDS.toNanos(500));
        while ((!replied || !published) && System.nanoTime() < until) {
          long left = Math.min(until, deadline) - System.nanoTime();
          if (deadline - System.nanoTime() <= 0) {
            throw new KernelException.NotStarted(
                "Kernel %s didn't respond in %d seconds. Give it more time with --start-timeout."
                    .formatted(kernel.describe(), timeout.toSeconds()));
          }
          Optional<KernelMessage> message = poll(Duration.ofNanos(Math.max(left, 0)));
          if (message.isEmpty()) {
            continue;
          }
          published |= message.get().channel() == Channel.IOPUB;
          if (message.get().content() instanceof KernelMessage.KernelInfo(JsonNode info)) {
            languageInfo = info;
            replied = true;
            giveUpIopub = Math.min(giveUpIopub, System.nanoTime() + TimeUnit.SECONDS.toNanos(3));
            until = Math.min(until, System.nanoTime() + patience);
          }
        }
      }
    } catch (KernelException.Died e) {
      throw new KernelException.NotStarted(
          "Kernel died before replying to kernel_info: " + e.getMessage());
    }
  }

  /// The kernel at the other end.
  public Kernel kernel() {
    return kernel;
  }

  /// The `language_info` of the kernel's `kernel_info_reply`.
  public JsonNode languageInfo() {
    return languageInfo;
  }

  /// Asks the kernel to run code; input is not allowed.
  ///
  /// @param stopOnError whether requests that wait behind this one are dropped if it fails
  /// @return the request's id, which the answers name as their parent
  public String execute(String code, boolean stopOnError) {
    ObjectNode content = Json.object();
    content.put("code", code).put("silent", false).put("store_history", true);
    content.set("user_expressions", Json.object());
    content.put("allow_stdin", false).put("stop_on_error", stopOnError);
    return send(Channel.SHELL, "execute_request", content);
  }

  /// Tells a widget in the kernel what its front end has changed. No answer is awaited.
  ///
  /// @param commId the widget's comm
  /// @param data the comm's own message, such as an `update`
  public void updateWidget(String commId, JsonNode data) {
    ObjectNode content = Json.object().put("comm_id", commId);
    content.set("data", data);
    send(Channel.SHELL, "comm_msg", content);
  }

  /// The next message, or nothing if none came in time or the client was woken.
  ///
  /// @throws KernelException.Died if no more will come
  public Optional<KernelMessage> poll(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        long left = deadline - System.nanoTime();
        if (ended != null) {
          left = Math.min(left, endedAt + LAST_WORDS.toNanos() - System.nanoTime());
        }
        KernelEvent event = left <= 0 ? events.poll() : events.poll(left, TimeUnit.NANOSECONDS);
        switch (event) {
          case null -> {
            if (ended != null && System.nanoTime() - endedAt >= LAST_WORDS.toNanos()) {
              throw died(ended);
            }
            return Optional.empty();
          }
          case KernelEvent.Received(KernelMessage message) -> {
            if (message.content() instanceof KernelMessage.InputRequest) {
              refuseInput();
            }
            return Optional.of(message);
          }
          case KernelEvent.Dropped(Channel channel, String reason) -> {
            if (!warnedOfDropped) {
              warnings.accept(
                  "Kernel %s sent a message on %s that was dropped: %s"
                      .formatted(kernel.describe(), channel, reason));
              warnedOfDropped = true;
            }
          }
          case KernelEvent.Exited(String how) -> {
            ended = how;
            endedAt = System.nanoTime();
          }
          case KernelEvent.Troubled(String how) ->
              warnings.accept("Kernel %s: %s.".formatted(kernel.describe(), how));
          case KernelEvent.Closed(String how) -> throw died(ended == null ? exitOr(how) : ended);
          case KernelEvent.Woken _ -> {
            return Optional.empty();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// The connections closed; the keeper tells in a moment how the process ended.
  private String exitOr(String how) {
    return kernel
        .exited()
        .toCompletableFuture()
        .copy()
        .completeOnTimeout(how, OBITUARY.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private KernelException.Died died(String how) {
    return new KernelException.Died("%s: %s".formatted(kernel.describe(), how));
  }

  /// A kernel that asks although it was told not to would wait for ever.
  private void refuseInput() {
    warnings.accept(
        "Kernel %s asks for input, which a run can't give; it gets an empty line."
            .formatted(kernel.describe()));
    send(Channel.STDIN, "input_reply", Json.object().put("status", "ok").put("value", ""));
  }

  /// Makes a waiting [#poll(Duration)] return nothing. From any thread.
  public void wake() {
    events.add(new KernelEvent.Woken());
  }

  /// Stops what the kernel is running, in the way that its spec asks for.
  public void interrupt() {
    switch (kernel.spec().interruptMode()) {
      case SIGNAL -> kernel.interrupt();
      case MESSAGE -> send(Channel.CONTROL, "interrupt_request", Json.object());
    }
  }

  /// Asks the kernel to end, and waits for it.
  ///
  /// @return whether it ended in time
  public boolean shutdown(Duration grace) {
    try {
      send(Channel.CONTROL, "shutdown_request", Json.object().put("restart", false));
    } catch (KernelException.Died e) {
      return true;
    }
    return !kernel
        .exited()
        .toCompletableFuture()
        .copy()
        .completeOnTimeout("", grace.toMillis(), TimeUnit.MILLISECONDS)
        .join()
        .isEmpty();
  }

  /// Closes the channels; the kernel goes on.
  @Override
  public void close() {
    channels.close();
  }

  private String send(Channel channel, String type, JsonNode content) {
    String id = UUID.randomUUID().toString();
    channels.send(channel, type, id, content);
    return id;
  }
}
