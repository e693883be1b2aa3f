package dev.nightjar.notebook.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the highlighter knows of one language, from `languages.txt`. Immutable.
///
/// @param comments what starts a comment to the end of the line
/// @param blocks pairs of what starts and what ends a comment
/// @param quotes delimiters of strings, the longest first
/// @param prefixes letters that may stand before a string
/// @param wordCharacters what identifiers have besides letters, digits and `_`
/// @param flags `magic`, `decorator`, `fstring`, `ignorecase`, `variables`, `transpose`
record Grammar(
    List<String> comments,
    List<String> blocks,
    List<Quote> quotes,
    String prefixes,
    String wordCharacters,
    Set<String> flags,
    Set<String> keywords,
    Set<String> builtins) {

  /// @param mark what starts and ends the string
  /// @param multiline whether it may contain line ends
  record Quote(String mark, boolean multiline) {}

  private static final Map<String, Grammar> BY_NAME = load();
  private static final Grammar OTHER =
      new Grammar(
          List.of("#", "//"),
          List.of("/*", "*/"),
          List.of(new Quote("\"", false)),
          "",
          "",
          Set.of(),
          Set.of(),
          Set.of());

  /// The language of this name, or one that suits most if the name is not known.
  static Grammar of(String language) {
    return BY_NAME.getOrDefault(language.toLowerCase(Locale.ROOT), OTHER);
  }

  static boolean isKnown(String language) {
    return BY_NAME.containsKey(language.toLowerCase(Locale.ROOT));
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  boolean isKeyword(String word) {
    return keywords.contains(has("ignorecase") ? word.toLowerCase(Locale.ROOT) : word);
  }

  boolean isBuiltin(String word) {
    return builtins.contains(has("ignorecase") ? word.toLowerCase(Locale.ROOT) : word);
  }

  private static Map<String, Grammar> load() {
    Map<String, Grammar> grammars = new HashMap<>();
    List<String> names = List.of();
    Map<String, String> fields = new HashMap<>();
    for (String line : TexSymbols.resource("languages.txt").lines().toList()) {
      if (line.startsWith("[")) {
        add(grammars, names, fields);
        names = words(line.substring(1, line.length() - 1));
        fields.clear();
      } else if (!line.startsWith("# ") && line.contains(" ")) {
        fields.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
      }
    }
    add(grammars, names, fields);
    return Map.copyOf(grammars);
  }

  private static void add(
      Map<String, Grammar> grammars, List<String> names, Map<String, String> fields) {
    List<Quote> quotes = new ArrayList<>();
    for (String quote : words(fields.getOrDefault("quotes", ""))) {
      boolean multiline = quote.endsWith("+");
      quotes.add(new Quote(multiline ? quote.substring(0, quote.length() - 1) : quote, multiline));
    }
    Grammar grammar =
        new Grammar(
            words(fields.getOrDefault("comment", "")),
            words(fields.getOrDefault("block", "")),
            List.copyOf(quotes),
            fields.getOrDefault("prefix", ""),
            fields.getOrDefault("chars", ""),
            set(fields, "flags"),
            set(fields, "keywords"),
            set(fields, "builtins"));
    names.forEach(name -> grammars.put(name, grammar));
  }

  private static Set<String> set(Map<String, String> fields, String name) {
    return Set.copyOf(new HashSet<>(words(fields.getOrDefault(name, ""))));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +", -1));
  }
}
