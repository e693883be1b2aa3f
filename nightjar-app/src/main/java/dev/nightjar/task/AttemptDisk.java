package dev.nightjar.task;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an attempt left on disk so far. Its notebook can write there what it likes, so nothing is
/// believed: paths stay in the folder, links are not followed, sizes are bounded.
///
/// @param folder of the attempt
public record AttemptDisk(Path folder) {
  private static final long LARGEST_NOTEBOOK = 64L << 20;

  /// How far it is.
  ///
  /// @param state `starting`, `running`, `ending` or `ended`
  /// @param cell the index of the cell that runs; -1 if none was started
  /// @param cells how many there are
  public record Progress(String state, int cell, int cells) {
    /// Nothing has begun.
    public static final Progress NONE = new Progress("starting", -1, 0);

    /// How many cells are done, of a hundred.
    public int percent() {
      return switch (state) {
        case "ending", "ended" -> 100;
        default -> cells == 0 ? 0 : Math.clamp(100L * Math.max(0, cell) / cells, 0, 99);
      };
    }

    /// The same for people.
    public String words() {
      return switch (state) {
        case "running" -> cell < 0 ? "Kernel is ready" : "Cell %d of %d".formatted(cell + 1, cells);
        case "ending", "ended" -> "Making the outputs";
        default -> "Starting the kernel";
      };
    }
  }

  /// How far it is.
  public Progress progress() {
    JsonNode json = json("progress.json");
    return new Progress(
        json.path("state").asString("starting"),
        json.path("cell").asInt(-1),
        Math.clamp(json.path("cells").asInt(0), 0, 1_000_000));
  }

  /// The notebook with the outputs that are there.
  public Optional<Notebook> notebook() {
    return output().flatMap(AttemptDisk::read);
  }

  /// The file of that notebook.
  Optional<Path> output() {
    String path = json("progress.json").path("notebook").asString("");
    return path.isEmpty() ? Optional.empty() : inside(path);
  }

  /// The kernel that it left when it failed, as long as that is alive.
  ///
  /// @param now the time
  public Optional<KeptKernel> keptKernel(Instant now) {
    return KeptKernel.read(json("outcome.json").path("kept_kernel"))
        .filter(kept -> kept.isAlive(now));
  }

  /// The text of its log, from the last bytes on.
  public String log(int bytes) {
    Path log = folder.resolve("log.txt");
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            log, Set.of(java.nio.file.StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long from = Math.max(0, channel.size() - bytes);
      channel.position(from);
      var buffer = ByteBuffer.allocate((int) Math.min(bytes, channel.size() - from));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // goes on until it is full
      }
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      int line = text.indexOf('\n');
      return from == 0 || line < 0 ? text : text.substring(line + 1);
    } catch (IOException e) {
      return "";
    }
  }

  /// Reads a notebook; empty if there is none, or it is none.
  public static Optional<Notebook> read(Path file) {
    byte[] bytes = bytes(file);
    try {
      return bytes == null
          ? Optional.empty()
          : Optional.of(NotebookFormat.read(bytes, String.valueOf(file.getFileName())));
    } catch (NotebookException | JsonException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> inside(String path) {
    try {
      Path real = folder.toRealPath();
      Path file = real.resolve(path).toRealPath(LinkOption.NOFOLLOW_LINKS);
      return file.startsWith(real) && file.equals(file.toRealPath())
          ? Optional.of(file)
          : Optional.empty();
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return Optional.empty();
    }
  }

  private JsonNode json(String name) {
    byte[] bytes = bytes(folder.resolve(name));
    try {
      return bytes == null ? Json.object() : Json.parse(bytes);
    } catch (JsonException e) {
      return Json.object();
    }
  }

  private static byte @Nullable [] bytes(Path file) {
    try {
      boolean fits =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.size(file) <= LARGEST_NOTEBOOK;
      return fits ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      return null;
    }
  }
}
