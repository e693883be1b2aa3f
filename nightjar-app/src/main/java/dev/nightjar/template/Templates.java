package dev.nightjar.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Renders the templates of an attempt, or checks those of a file. What is made, and how long it
/// takes, is limited. Not thread-safe.
public final class Templates {
  private static final int LONGEST = 1 << 18;
  private static final int DEEPEST = 100;
  private static final int SHOWN = 60;

  /// What is known of a task before it runs.
  ///
  /// @param parameters of its workflow; a run may be given others as well
  /// @param tasks of its workflow
  /// @param isBefore whether one of them comes before it
  /// @param grid the names of the values that a point of its grid has; null if they are not known
  public record Known(
      Set<String> parameters,
      Set<String> tasks,
      Predicate<String> isBefore,
      @Nullable Set<String> grid) {}

  /// What is done with a template.
  private interface Use {
    /// @param typed whether a text that is one `{{ }}` becomes the value in it
    @Nullable Object of(String template, String place, boolean typed);
  }

  private final Use use;

  private Templates(Use use) {
    this.use = use;
  }

  /// Those that render.
  public static Templates of(RunContext context) {
    Scope scope = Scope.of(new ContextNames(context).all());
    return new Templates((template, place, typed) -> rendered(template, place, typed, scope));
  }

  /// Those that render nothing, and tell of each mistake that can be seen by now: what can't be
  /// read, and names that are not known.
  ///
  /// @param problem takes the place and what is wrong there
  public static Templates checking(Known known, BiConsumer<String, String> problem) {
    return new Templates(
        (template, place, _) -> {
          try {
            for (String text : TemplateCheck.problems(parse(template), known)) {
              problem.accept(place, in(template) + ": " + text);
            }
          } catch (TemplateException e) {
            problem.accept(place, in(template) + ": " + e.getMessage());
          }
          return template;
        });
  }

  /// The text with its templates rendered. A text without any is as it was.
  ///
  /// @param place how messages call it: `tasks.load.shell`
  /// @throws TemplateException if it can't be rendered
  public String text(String template, String place) {
    if (!TemplateParser.isTemplate(template)) {
      return template;
    }
    return String.valueOf(use.of(template, place, false));
  }

  /// The value with the templates in its texts rendered, those in lists and maps too; names of maps
  /// stay as they are. A text that is one `{{ }}` becomes the value in it, whatever type it has;
  /// dates become texts.
  ///
  /// @throws TemplateException if it can't be rendered
  public @Nullable Object value(@Nullable Object value, String place) {
    return value(value, place, 0);
  }

  private @Nullable Object value(@Nullable Object value, String place, int depth) {
    if (depth > DEEPEST) {
      throw new TemplateException(
          "%s: more than %d lists and maps in each other".formatted(place, DEEPEST));
    }
    return switch (value) {
      case String template when TemplateParser.isTemplate(template) ->
          use.of(template, place, true);
      case List<?> list -> {
        List<@Nullable Object> rendered = new ArrayList<>();
        for (Object element : list) {
          rendered.add(value(element, "%s[%d]".formatted(place, rendered.size()), depth + 1));
        }
        yield rendered;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> rendered = new LinkedHashMap<>();
        map.forEach(
            (name, element) -> rendered.put(name, value(element, place + "." + name, depth + 1)));
        yield rendered;
      }
      case null, default -> value;
    };
  }

  /// All of some parameters, by their names.
  public Map<String, @Nullable Object> values(Map<String, ?> values, String place) {
    Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
    values.forEach((name, value) -> rendered.put(name, value(value, place + "." + name)));
    return rendered;
  }

  private static @Nullable Object rendered(
      String template, String place, boolean typed, Scope scope) {
    try {
      List<Part> parts = parse(template);
      return typed && parts.size() == 1 && parts.getFirst() instanceof Part.Output(var expression)
          ? Rendering.value(expression, scope)
          : Rendering.text(parts, scope);
    } catch (TemplateException e) {
      throw e.at("%s: %s".formatted(place, in(template)));
    }
  }

  /// How messages show a template.
  private static String in(String template) {
    String line = template.strip().replaceAll("\\s*\\R\\s*", " ");
    return "in '%s'".formatted(line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
  }

  private static List<Part> parse(String template) {
    if (template.length() > LONGEST) {
      throw new TemplateException("the template has more than %,d characters".formatted(LONGEST));
    }
    return TemplateParser.parse(template);
  }
}
