package dev.nightjar.cli;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.yaml.ParameterDocuments;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Where a server is, and what lets in there: from the command line, else from the variables
/// `NIGHTJAR_SERVER` and `NIGHTJAR_TOKEN`, else from a profile of the configuration file, else this
/// machine.
///
/// @param url without a `/` at its end
/// @param token null for none
record ServerAddress(URI url, @Nullable String token) {
  private static final String HERE = "http://127.0.0.1:8822";

  /// @param server of the command line; null for none
  /// @param token of the command line; null for none
  /// @param profile of the command line; null for the file's own
  /// @param directory the working directory
  static ServerAddress find(
      @Nullable String server,
      @Nullable String token,
      @Nullable String profile,
      Map<String, String> variables,
      Path directory) {
    JsonNode settings = profile(file(variables, directory), profile, variables);
    String address =
        first(
            server,
            profile == null ? variables.get("NIGHTJAR_SERVER") : null,
            text(settings, "server"));
    String secret =
        first(
            token,
            profile == null ? variables.get("NIGHTJAR_TOKEN") : null,
            text(settings, "token"));
    return new ServerAddress(url(address == null ? HERE : address), secret);
  }

  private static @Nullable String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  private static URI url(String address) {
    String full = address.contains("://") ? address : "http://" + address;
    try {
      URI url = URI.create(full.replaceAll("/+$", ""));
      if (url.getHost() != null && url.getScheme().matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new UsageException(
        "'%s' is no address of a server: write one such as http://127.0.0.1:8822."
            .formatted(address),
        false);
  }

  /// `~/.config/nightjar/config.yaml`, or where `XDG_CONFIG_HOME` says.
  static Path file(Map<String, String> variables, Path directory) {
    String configured = first(variables.get("XDG_CONFIG_HOME"));
    Path home = directory.resolve(variables.getOrDefault("HOME", "."));
    Path folder = configured == null ? home.resolve(".config") : directory.resolve(configured);
    return folder.resolve("nightjar").resolve("config.yaml");
  }

  private static JsonNode profile(
      Path file, @Nullable String wanted, Map<String, String> variables) {
    String asked = first(wanted, variables.get("NIGHTJAR_PROFILE"));
    if (!Files.isRegularFile(file)) {
      if (asked != null) {
        throw new UsageException(
            "There is no profile '%s': %s is not there.".formatted(asked, file), false);
      }
      return MissingNode.getInstance();
    }
    JsonNode settings = read(file);
    String name = asked == null ? text(settings, "profile") : asked;
    if (name == null) {
      return settings;
    }
    JsonNode profile = settings.path("profiles").path(name);
    if (!profile.isObject()) {
      throw new UsageException(
          "There is no profile '%s' in %s (there are: %s)."
              .formatted(
                  name,
                  file,
                  String.join(", ", new TreeSet<>(settings.path("profiles").propertyNames()))),
          false);
    }
    return profile;
  }

  private static JsonNode read(Path file) {
    try {
      return ParameterDocuments.parse(Files.readAllBytes(file), file.toString()).toJson();
    } catch (IOException e) {
      throw new UsageException("%s can't be read: %s".formatted(file, e.getMessage()), false);
    } catch (NotebookException e) {
      throw new UsageException(String.valueOf(e.getMessage()), false);
    }
  }

  private static @Nullable String text(JsonNode settings, String name) {
    JsonNode value = settings.path(name);
    return value.isString() ? value.stringValue() : null;
  }
}
