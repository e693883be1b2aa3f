package dev.nightjar.executor.local;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.files.Folders;
import dev.nightjar.run.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The folder by which server and process of an attempt speak. Each file is written in one step,
/// readable for its owner only.
record AttemptFolder(Path path) {
  private static final int LOG_END = 4096;
  private static final int LONGEST_LINE = 300;

  Path files() {
    return path.resolve("files");
  }

  Path log() {
    return path.resolve("log.txt");
  }

  boolean hasOrder() {
    return Files.isRegularFile(path.resolve("order.json"));
  }

  /// Makes the folder, and it alone: what an attempt of the same number left is deleted.
  void clear() {
    Folders.empty(path);
  }

  void writeOrder(AttemptOrder order, String host) throws IOException {
    write("order.json", OrderJson.bytes(order, host));
  }

  void writeProcess(ProcessName process) throws IOException {
    write("process", process.toString().getBytes(StandardCharsets.UTF_8));
  }

  void writeLease(Instant end) throws IOException {
    write("lease", Long.toString(end.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
  }

  void writeStop(String reason) throws IOException {
    write("stop", reason.getBytes(StandardCharsets.UTF_8));
  }

  /// Tells a process that may be about to start, and has not noted itself yet, that it must not: it
  /// looks for this after it has noted itself, so either it sees this, or who writes this sees it.
  void writeRevoked() throws IOException {
    write("revoked", new byte[0]);
  }

  /// The process, as server or process itself noted it.
  Optional<ProcessName> process() {
    return read("process").flatMap(ProcessName::parse);
  }

  /// How the attempt ended, if its process said so.
  Optional<Ending> ending() {
    return read("outcome.json").map(OutcomeJson::parse);
  }

  /// How it ended, now that the process is gone.
  Ending endingWithoutProcess(ProcessName process) {
    return ending()
        .or(() -> read("stop").map(reason -> Ending.of(new Outcome.Stopped(reason))))
        .orElseGet(
            () ->
                Ending.of(
                    new Outcome.Lost(
                        "The process %d is gone and left no outcome: %s"
                            .formatted(process.pid(), lastWords()))));
  }

  /// The last line of the log.
  private String lastWords() {
    try (var log = new RandomAccessFile(log().toFile(), "r")) {
      log.seek(Math.max(0, log.length() - LOG_END));
      byte[] end = new byte[(int) Math.min(LOG_END, log.length())];
      log.readFully(end);
      List<String> lines =
          new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty()
          ? "it was killed, or the machine was (its log is empty)"
          : "the last line of its log is '%s'".formatted(shortened(lines.getLast().strip()));
    } catch (IOException e) {
      return "it has no log";
    }
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }

  /// What an exception says, on one line.
  static String line(Exception e) {
    String message =
        e instanceof NoSuchFileException missing
            ? missing.getFile() + " is not there"
            : String.valueOf(e.getMessage());
    return message.replaceAll("\\R", " ");
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(path.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, byte[] content) throws IOException {
    Path temporary = path.resolve(".%s.new".formatted(name));
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(content));
    }
    Files.move(
        temporary,
        path.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
