package dev.nightjar.testkit;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// One thing that a [FakeKernel] does when it runs code.
///
/// A kernel goes through four steps for each request: busy, input, reply, idle. The first two come
/// before the actions and the last two after them, unless the actions name the step themselves (and
/// so reorder or repeat it) or [Omit] it.
public sealed interface FakeAction {
  /// A step that each request has.
  enum Step implements FakeAction {
    /// `status: busy`.
    BUSY,
    /// `execute_input`.
    INPUT,
    /// `execute_reply`.
    REPLY,
    /// `status: idle`.
    IDLE
  }

  /// Leaves a step out.
  ///
  /// @param step which
  record Omit(Step step) implements FakeAction {}

  /// A message on iopub.
  ///
  /// @param type its `msg_type`
  /// @param content as JSON
  record Publish(String type, String content) implements FakeAction {}

  /// A stream message with the process id of the fake kernel.
  record PrintPid() implements FakeAction {}

  /// Text on stdout, made of `x`.
  ///
  /// @param bytes how many
  record Large(int bytes) implements FakeAction {}

  /// Many short texts on stdout, one a line, numbered from 0.
  ///
  /// @param messages how many
  record Flood(int messages) implements FakeAction {}

  /// An error on iopub; the reply will have it too.
  ///
  /// @param ename its kind
  /// @param evalue its message
  record Raise(String ename, String evalue) implements FakeAction {}

  /// The same on behalf of a request that nobody made.
  ///
  /// @param action what to do
  record ForOtherParent(FakeAction action) implements FakeAction {}

  /// A stream message that can't be accepted.
  ///
  /// @param flaw what is wrong with it
  record Broken(Flaw flaw) implements FakeAction {}

  /// What is wrong with a message.
  enum Flaw {
    /// It is signed with another key.
    FORGED,
    /// Its content is not JSON, though signed.
    GARBAGE,
    /// Frames are missing.
    SHORT,
    /// It has no frame at all but an empty one.
    EMPTY
  }

  /// An `input_request`, though input was not allowed; waits for the answer and prints it.
  ///
  /// @param prompt what to show
  record AskInput(String prompt) implements FakeAction {}

  /// Waits for a latch, at most half a minute.
  ///
  /// @param latch what to wait for
  record Await(CountDownLatch latch) implements FakeAction {}

  /// Waits for SIGINT or an `interrupt_request`, and raises a `KeyboardInterrupt`.
  record AwaitInterrupt() implements FakeAction {}

  /// Starts a process that sleeps, and prints its id.
  record Spawn() implements FakeAction {}

  /// Ends, after what was said has been sent.
  ///
  /// @param status of the process, if it is one
  record Die(int status) implements FakeAction {}

  /// Text on a stream.
  static FakeAction print(String text) {
    return new Publish("stream", "{\"name\":\"stdout\",\"text\":\"%s\"}".formatted(escape(text)));
  }

  /// The actions that `script` names, one a line: `print TEXT`, `large BYTES`, `flood N`, `raise
  /// ENAME EVALUE`, `publish TYPE JSON`, `other ACTION`, `broken FLAW`, `ask PROMPT`, `wait`,
  /// `spawn`, `pid`, `die STATUS`, `busy`, `input`, `reply`, `idle`, `omit STEP`.
  static List<FakeAction> parse(String script) {
    return script.lines().filter(line -> !line.isBlank()).map(FakeAction::parseLine).toList();
  }

  private static FakeAction parseLine(String line) {
    String[] words = line.strip().split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    String[] pair = rest.split(" ", 2);
    return switch (words[0]) {
      case "print" -> print(rest + "\n");
      case "large" -> new Large(Integer.parseInt(rest));
      case "flood" -> new Flood(Integer.parseInt(rest));
      case "raise" -> new Raise(pair[0], pair.length > 1 ? pair[1] : "");
      case "publish" -> new Publish(pair[0], pair.length > 1 ? pair[1] : "{}");
      case "other" -> new ForOtherParent(parseLine(rest));
      case "broken" -> new Broken(Flaw.valueOf(rest));
      case "ask" -> new AskInput(rest);
      case "wait" -> new AwaitInterrupt();
      case "spawn" -> new Spawn();
      case "pid" -> new PrintPid();
      case "die" -> new Die(Integer.parseInt(rest));
      case "busy" -> Step.BUSY;
      case "input" -> Step.INPUT;
      case "reply" -> Step.REPLY;
      case "idle" -> Step.IDLE;
      case "omit" -> new Omit(Step.valueOf(rest));
      default -> new Raise("SyntaxError", "no action '%s'".formatted(words[0]));
    };
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
