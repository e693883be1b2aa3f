package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// `nightjar jobs download`.
final class JobsDownloadCommand implements Command {
  private static final List<String> KINDS = List.of("input", "output", "log", "file");

  private final Options options =
      new Options(
          "Copies the files that a job left into FOLDER (default: one named like the job).",
          """
          Examples:
            nightjar jobs download JOB results
            nightjar jobs download JOB . --kind output --format html
          """);
  private final Positionals given = options.positionals("JOB [FOLDER]");
  private final Option<String> kind =
      options.oneOf(
          KINDS.toArray(String[]::new),
          "--kind WORD",
          "Only these; may be repeated: input, output, log, file.");
  private final Option<String> format = options.text("--format NAME", "Only those of this format.");
  private final Connection connection;

  JobsDownloadCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String id = given.first();
    Path folder =
        connection
            .program()
            .environment()
            .directory()
            .resolve(given.given().size() > 1 ? given.given().get(1) : id)
            .normalize();
    return connection.with(
        client -> {
          JsonNode job = client.get("/api/jobs/" + Client.encoded(id));
          var copied = Json.array();
          for (JsonNode artifact : job.path("artifacts")) {
            if (isWanted(artifact)) {
              Path file = copy(client, artifact, folder);
              copied.add(file.toString());
              if (!connection.isForScripts()) {
                connection.out().println(file);
              }
            }
          }
          if (connection.isForScripts()) {
            connection.print(copied);
          }
          if (copied.isEmpty()) {
            connection
                .err()
                .println(
                    "nightjar: the job has no such files (its state is %s)."
                        .formatted(job.path("state").asString("").toLowerCase(Locale.ROOT)));
          }
          return copied.isEmpty() ? 1 : 0;
        });
  }

  private boolean isWanted(JsonNode artifact) {
    return (!kind.isGiven() || kind.values().contains(artifact.path("kind").asString("")))
        && (!format.isGiven() || format.or("").equals(artifact.path("format").asString("")));
  }

  private static Path copy(Client client, JsonNode artifact, Path folder) {
    String path = artifact.path("path").asString("");
    Path file = target(folder, path);
    try (InputStream in = client.stream(artifact.path("href").asString(""))) {
      Files.createDirectories(file.getParent());
      Path temporary = Files.createTempFile(file.getParent(), ".download-", "");
      try {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      return file;
    } catch (IOException e) {
      throw new ServerException("%s can't be saved: %s".formatted(file, e.getMessage()), 1);
    }
  }

  /// Below the folder, whatever the server says: without the folder of its kind.
  private static Path target(Path folder, String path) {
    try {
      Path file = folder.resolve(path.substring(path.indexOf('/') + 1)).normalize();
      if (file.startsWith(folder) && !file.equals(folder)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new ServerException(
        "the server names a file '%s', which leads elsewhere".formatted(Ansi.line(path)), 1);
  }
}
