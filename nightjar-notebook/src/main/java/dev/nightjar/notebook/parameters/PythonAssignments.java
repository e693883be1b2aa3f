package dev.nightjar.notebook.parameters;

import dev.nightjar.json.PythonText;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The assignments of a Python cell, found line by line as papermill's `PythonTranslator.inspect`
/// finds them: no parser, but a pattern.
final class PythonAssignments {
  /// papermill's pattern, with `<w>` for Python's `\w` and `<s>` for its `\s`.
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          """
          (?<target>[<w>]+)[<s>]*\
          (:[<s>]*["']?(?<annotation>[<w>][<w>\\[\\],<s>]*)["']?[<s>]*)?\
          =[<s>]*(?<value>.*?)\
          ([<s>]*#[<s>]*(type:[<s>]*(?<type>[^<s>]*)[<s>]*)?(?<help>.*))?$"""
              .replace("<w>", "\\p{L}\\p{N}_")
              .replace("<s>", PythonBlanks.CLASS),
          Pattern.UNIX_LINES);

  private PythonAssignments() {}

  static List<Inferred> read(String source, Consumer<String> warnings) {
    List<Inferred> inferred = new ArrayList<>();
    for (String definition : definitions(source, warnings)) {
      Matcher matcher = ASSIGNMENT.matcher(definition);
      if (matcher.lookingAt()) {
        inferred.add(inferred(matcher));
      }
    }
    return inferred;
  }

  private static Inferred inferred(Matcher matcher) {
    String annotation = orEmpty(matcher.group("annotation"));
    String type = annotation.isEmpty() ? orEmpty(matcher.group("type")) : annotation;
    return new Inferred(
        matcher.group("target"),
        type.isEmpty() ? Inferred.UNKNOWN_TYPE : PythonBlanks.strip(type),
        PythonBlanks.strip(matcher.group("value")),
        PythonBlanks.strip(orEmpty(matcher.group("help"))));
  }

  /// Each assignment on one line: lines without `=` continue the one before, comments are dropped
  /// but for that of the last line.
  private static List<String> definitions(String source, Consumer<String> warnings) {
    List<String> definitions = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    int number = 0;
    for (String withEnd : PythonText.lines(source)) {
      number++;
      String line = withEnd.substring(0, withEnd.length() - endLength(withEnd));
      String text = PythonBlanks.strip(line);
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      long equalSigns = line.chars().filter(c -> c == '=').count();
      if (equalSigns > 0) {
        definitions.add(flattened(pending));
        pending.clear();
      }
      if (equalSigns > 1) {
        warnings.accept("Unable to parse line %d '%s'.".formatted(number, line));
      } else {
        pending.add(text);
      }
    }
    definitions.add(flattened(pending));
    return definitions;
  }

  private static int endLength(String line) {
    return PythonText.lines(line + "x").size() == 1 ? 0 : line.endsWith("\r\n") ? 2 : 1;
  }

  private static String flattened(List<String> lines) {
    StringBuilder flat = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int comment = i < lines.size() - 1 ? line.indexOf('#') : -1;
      flat.append(comment < 0 ? line : PythonBlanks.strip(line.substring(0, comment)));
    }
    return flat.toString();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
