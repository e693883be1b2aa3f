package dev.nightjar.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads settings by key, typed, and collects all that is wrong with them. Flags come before
/// variables, variables before the file.
final class ConfigKeys {
  private static final String VARIABLE = "NIGHTJAR_";

  /// A setting's text as somebody gave it.
  ///
  /// @param origin where: `nightjar.yaml:3`, `NIGHTJAR_SERVER_PORT`, `--port`
  /// @param base what a relative path in it starts from
  record Given(String text, String origin, Path base) {}

  private final Map<String, Given> flags;
  private final Map<String, Given> file;
  private final Map<String, String> variables;
  private final Path directory;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, EffectiveSetting> effective = new LinkedHashMap<>();

  /// @param flags by key
  /// @param file by key
  /// @param variables of the environment
  /// @param directory where the program was started
  ConfigKeys(
      Map<String, Given> flags,
      Map<String, Given> file,
      Map<String, String> variables,
      Path directory) {
    this.flags = flags;
    this.file = file;
    this.variables = variables;
    this.directory = directory;
  }

  /// Such as NIGHTJAR_SERVER_DATA_DIR for `server.data-dir`.
  static String variable(String key) {
    return VARIABLE + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }

  private @Nullable Given given(String key) {
    known.add(key);
    Given flag = flags.get(key);
    if (flag != null) {
      return flag;
    }
    String name = variable(key);
    String value = variables.get(name);
    // Kubernetes sets NIGHTJAR_SERVER_PORT=tcp://… where a service is called nightjar-server.
    if (value != null && !value.isBlank() && !value.startsWith("tcp://")) {
      return new Given(value.strip(), name, directory);
    }
    return file.get(key);
  }

  private <T extends @Nullable Object> T read(
      String key, T fallback, String shownFallback, Function<Given, T> reader) {
    Given given = given(key);
    if (given == null) {
      effective.put(key, new EffectiveSetting(key, shownFallback, "default"));
      return fallback;
    }
    effective.put(key, new EffectiveSetting(key, given.text(), given.origin()));
    try {
      return reader.apply(given);
    } catch (IllegalArgumentException e) {
      problem(given.origin(), key, String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  /// Whether somebody set it.
  boolean has(String key) {
    return given(key) != null;
  }

  String text(String key, String fallback) {
    return read(key, fallback, fallback, Given::text);
  }

  @Nullable String textOrNull(String key) {
    return this.<@Nullable String>read(key, null, "", Given::text);
  }

  /// What must be there.
  String required(String key, String forWhat) {
    String text = textOrNull(key);
    if (text == null) {
      problems.add("%s is missing: %s".formatted(key, forWhat));
      return "";
    }
    return text;
  }

  int integer(String key, int fallback, int least, int most) {
    return read(
        key,
        fallback,
        Integer.toString(fallback),
        given -> {
          try {
            int number = Integer.parseInt(given.text());
            if (number >= least && number <= most) {
              return number;
            }
          } catch (NumberFormatException e) {
            // said below
          }
          throw new IllegalArgumentException(
              "'%s' is not a whole number from %d to %d".formatted(given.text(), least, most));
        });
  }

  boolean flag(String key) {
    return read(
        key,
        false,
        "false",
        given ->
            switch (given.text().toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default ->
                  throw new IllegalArgumentException(
                      "'%s' is neither true nor false".formatted(given.text()));
            });
  }

  <T extends @Nullable Object> T duration(String key, T fallback, Function<Duration, T> use) {
    String shown = fallback instanceof Duration some ? Amounts.words(some) : "";
    return read(key, fallback, shown, given -> use.apply(Amounts.duration(given.text())));
  }

  Duration duration(String key, Duration fallback) {
    return duration(key, fallback, some -> some);
  }

  @Nullable Duration durationOrNull(String key) {
    return this.<@Nullable Duration>duration(key, null, some -> some);
  }

  @Nullable Long bytesOrNull(String key) {
    return this.<@Nullable Long>read(key, null, "", given -> Amounts.bytes(given.text()));
  }

  @Nullable Integer countOrNull(String key) {
    return has(key) ? Integer.valueOf(integer(key, 0, 0, Integer.MAX_VALUE)) : null;
  }

  Path path(String key, Path fallback) {
    return read(key, fallback, fallback.toString(), ConfigKeys::path);
  }

  @Nullable Path pathOrNull(String key) {
    return this.<@Nullable Path>read(key, null, "", ConfigKeys::path);
  }

  private static Path path(Given given) {
    try {
      return given.base().resolve(given.text()).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'%s' is no path".formatted(given.text()), e);
    }
  }

  /// An address with one of these schemes.
  @Nullable URI urlOrNull(String key, String... schemes) {
    return this.<@Nullable URI>read(key, null, "", given -> url(given.text(), schemes));
  }

  static URI url(String text, String... schemes) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("it is no URL", e);
    }
    if (url.getHost() == null || !List.of(schemes).contains(String.valueOf(url.getScheme()))) {
      throw new IllegalArgumentException(
          "it is no URL that starts with %s://".formatted(String.join(":// or ", schemes)));
    }
    return url;
  }

  /// One of these words.
  String choice(String key, String fallback, String... words) {
    return read(
        key,
        fallback,
        fallback,
        given -> {
          if (List.of(words).contains(given.text())) {
            return given.text();
          }
          throw new IllegalArgumentException(
              "'%s' is not one of %s".formatted(given.text(), String.join(", ", words)));
        });
  }

  /// A JDBC URL, which may hold a password and is shown without.
  @Nullable String databaseUrl(String key) {
    String url =
        this.<@Nullable String>read(
            key,
            null,
            "",
            given -> {
              if (given.text().startsWith("jdbc:")) {
                return given.text();
              }
              throw new IllegalArgumentException(
                  "'%s' is no JDBC URL such as jdbc:postgresql://host/database"
                      .formatted(ServerConfig.Store.shown(given.text())));
            });
    effective.computeIfPresent(
        key, (_, setting) -> setting.showing(ServerConfig.Store.shown(setting.shown())));
    return url;
  }

  Map<String, String> variables() {
    return variables;
  }

  @Nullable Secret secretOrNull(String key, Secrets secrets) {
    Secret secret =
        this.<@Nullable Secret>read(key, null, "", given -> secrets.resolve(given.text()));
    effective.computeIfPresent(key, (_, shown) -> shown.masked());
    return secret;
  }

  /// A list, or one text for a list of one; variables and flags hold several with commas.
  List<Given> list(String key) {
    Given one = given(key);
    if (one != null) {
      effective.put(key, new EffectiveSetting(key, one.text(), one.origin()));
      List<Given> several = new ArrayList<>();
      for (String part : one.text().split(",", -1)) {
        if (!part.isBlank()) {
          several.add(new Given(part.strip(), one.origin(), one.base()));
        }
      }
      return several;
    }
    List<Given> given = new ArrayList<>();
    for (int i = 0; file.containsKey("%s[%d]".formatted(key, i)); i++) {
      String element = "%s[%d]".formatted(key, i);
      known.add(element);
      given.add(file.get(element));
    }
    String shown = given.stream().map(Given::text).collect(Collectors.joining(", "));
    String origin = given.isEmpty() ? "default" : given.getFirst().origin();
    effective.put(key, new EffectiveSetting(key, shown, origin));
    return given;
  }

  List<Path> paths(String key) {
    return list(key).stream().map(ConfigKeys::path).toList();
  }

  /// The names between a key of the file and the last part of those below it: those of channels.
  Set<String> namesBelow(String key) {
    String start = key + ".";
    return file.keySet().stream()
        .filter(one -> one.startsWith(start) && one.lastIndexOf('.') > start.length())
        .map(one -> one.substring(start.length(), one.lastIndexOf('.')))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// How many elements a list of mappings in the file has.
  int count(String key) {
    int count = 0;
    while (hasElement("%s[%d].".formatted(key, count))) {
      count++;
    }
    return count;
  }

  private boolean hasElement(String start) {
    return file.keySet().stream().anyMatch(one -> one.startsWith(start));
  }

  void problem(String origin, String key, String problem) {
    problems.add("%s: %s: %s".formatted(origin, key, problem));
  }

  /// Adds what is wrong with a setting, wherever it came from.
  void problemOf(String key, String problem) {
    Given given = given(key);
    if (given == null) {
      problems.add("%s: %s".formatted(key, problem));
    } else {
      problem(given.origin(), key, problem);
    }
  }

  void problem(String text) {
    problems.add(text);
  }

  /// All that was asked for, as it stands now.
  List<EffectiveSetting> effective() {
    return List.copyOf(effective.values());
  }

  /// Adds the settings that nobody asked for.
  ///
  /// @throws ConfigException if anything is wrong
  void failOnProblems() {
    file.forEach(
        (key, given) -> {
          if (!known.contains(key)) {
            problem(given.origin(), key, "there is no such setting" + proposal(key));
          }
        });
    Map<String, String> names =
        known.stream().collect(Collectors.toMap(ConfigKeys::variable, key -> key, (a, _) -> a));
    variables.keySet().stream()
        .filter(name -> name.startsWith(VARIABLE) && !names.containsKey(name))
        .sorted()
        .forEach(
            name ->
                names.keySet().stream()
                    .filter(one -> Distance.between(one, name) <= 2)
                    .min(Comparator.comparingInt(one -> Distance.between(one, name)))
                    .ifPresent(
                        near ->
                            problems.add(
                                "%s: there is no such variable (did you mean %s?)"
                                    .formatted(name, near))));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private String proposal(String key) {
    return Distance.nearest(key, known)
        .map(near -> " (did you mean %s?)".formatted(near))
        .orElse("");
  }
}
