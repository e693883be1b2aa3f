package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.NotebookException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Paths with parameters in them, such as `out/{region}-{day:%Y}.ipynb`: Python's
/// `template.format(**parameters)`, with papermill's built-in parameter `pm`.
///
/// Follows "Format String Syntax" of the Python 3.11 library reference. Stateless.
public final class PathTemplate {
  /// A field's format may hold fields, but theirs may not.
  private static final int DEPTH = 2;

  private PathTemplate() {}

  /// What papermill offers as `{pm[…]}`.
  ///
  /// @param runUuid `{pm[run_uuid]}`
  /// @param local `{pm[current_datetime_local]}`
  /// @param utc `{pm[current_datetime_utc]}`
  public record Builtins(String runUuid, LocalDateTime local, LocalDateTime utc) {
    /// The times cut to microseconds, as Python has them.
    public Builtins {
      local = local.truncatedTo(ChronoUnit.MICROS);
      utc = utc.truncatedTo(ChronoUnit.MICROS);
    }

    /// A new run at the clock's time; local time is that of the clock's zone.
    public static Builtins of(Clock clock) {
      var now = clock.instant();
      return new Builtins(
          UUID.randomUUID().toString(),
          LocalDateTime.ofInstant(now, clock.getZone()),
          LocalDateTime.ofInstant(now, ZoneOffset.UTC));
    }
  }

  /// Whether the path has no fields, and stands for itself.
  public static boolean isPlain(String path) {
    return path.indexOf('{') < 0 && path.indexOf('}') < 0;
  }

  /// The path that `template` stands for. A parameter named `pm` hides the built-in one.
  ///
  /// @throws NotebookException if a parameter is missing (`Missing parameter 'x'`, as papermill
  ///     says) or the template is malformed; the message names the template
  public static String expand(String template, Parameters parameters, Builtins pm) {
    if (isPlain(template)) {
      return template;
    }
    try {
      return expand(template, new Fields(parameters, pm), DEPTH);
    } catch (Fields.MissingKey e) {
      throw new NotebookException(
          "Missing parameter %s for the path '%s'. Pass it with -p, or double the braces if they are part of the name."
              .formatted(e.getMessage(), template),
          e);
    } catch (FormatProblem e) {
      throw new NotebookException(
          "The path '%s' is no valid template: %s. Double the braces if they are part of the name."
              .formatted(template, e.getMessage()),
          e);
    }
  }

  private static String expand(String template, Fields fields, int depth) {
    if (depth == 0) {
      throw new FormatProblem("Max string recursion exceeded");
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at++);
      if (c != '{' && c != '}') {
        out.append(c);
      } else if (at < template.length() && template.charAt(at) == c) {
        out.append(c);
        at++;
      } else if (c == '}' || at == template.length()) {
        throw new FormatProblem("Single '%c' encountered in format string".formatted(c));
      } else {
        Markup markup = Markup.parse(template, at);
        String spec = markup.spec();
        Operand operand = fields.get(markup.field()).converted(markup.conversion());
        out.append(operand.format(spec.indexOf('{') < 0 ? spec : expand(spec, fields, depth - 1)));
        at = markup.end();
      }
    }
    return out.toString();
  }

  /// One replacement field.
  ///
  /// @param field what stands before `!` and `:`
  /// @param conversion the character after `!`, or 0
  /// @param spec what stands after `:`
  /// @param end where the text after the closing brace begins
  private record Markup(String field, int conversion, String spec, int end) {
    static Markup parse(String template, int start) {
      int at = start;
      while (at < template.length() && "}:!".indexOf(template.charAt(at)) < 0) {
        char c = template.charAt(at++);
        if (c == '{') {
          throw new FormatProblem("unexpected '{' in field name");
        }
        if (c == '[') {
          int close = template.indexOf(']', at);
          at = close < 0 ? template.length() : close;
        }
      }
      if (at == template.length()) {
        throw new FormatProblem("expected '}' before end of string");
      }
      String field = template.substring(start, at);
      char c = template.charAt(at++);
      if (c == '}') {
        return new Markup(field, 0, "", at);
      }
      int conversion = 0;
      if (c == '!') {
        if (at == template.length()) {
          throw new FormatProblem("end of string while looking for conversion specifier");
        }
        conversion = template.codePointAt(at);
        at += Character.charCount(conversion);
        if (at < template.length()) {
          c = template.charAt(at++);
          if (c == '}') {
            return new Markup(field, conversion, "", at);
          }
          if (c != ':') {
            throw new FormatProblem("expected ':' after conversion specifier");
          }
        }
      }
      int open = 1;
      for (int i = at; i < template.length(); i++) {
        c = template.charAt(i);
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (open == 0) {
          return new Markup(field, conversion, template.substring(at, i), i + 1);
        }
      }
      throw new FormatProblem("unmatched '{' in format spec");
    }
  }
}
