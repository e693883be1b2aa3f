package dev.nightjar.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders the templates of an attempt. What is made, and how long it takes, is limited. Not
/// thread-safe.
public final class Templates {
  private static final int LONGEST = 1 << 18;
  private static final int DEEPEST = 100;
  private static final int SHOWN = 60;

  private final Scope scope;

  private Templates(Scope scope) {
    this.scope = scope;
  }

  public static Templates of(RunContext context) {
    return new Templates(Scope.of(new ContextNames(context).all()));
  }

  /// The text with its templates rendered. A text without any is as it was.
  ///
  /// @param place how messages call it: `tasks.load.shell`
  /// @throws TemplateException if it can't be rendered
  public String text(String template, String place) {
    if (!TemplateParser.isTemplate(template)) {
      return template;
    }
    return guarded(template, place, () -> Rendering.text(parse(template), scope));
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
          guarded(template, place, () -> typed(template));
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

  private @Nullable Object typed(String template) {
    List<Part> parts = parse(template);
    return parts.size() == 1 && parts.getFirst() instanceof Part.Output(var expression)
        ? Rendering.value(expression, scope)
        : Rendering.text(parts, scope);
  }

  private static List<Part> parse(String template) {
    if (template.length() > LONGEST) {
      throw new TemplateException("the template has more than %,d characters".formatted(LONGEST));
    }
    return TemplateParser.parse(template);
  }

  private interface Work<T extends @Nullable Object> {
    T run();
  }

  private static <T extends @Nullable Object> T guarded(
      String template, String place, Work<T> work) {
    try {
      return work.run();
    } catch (TemplateException e) {
      String line = template.strip().replaceAll("\\s*\\R\\s*", " ");
      String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
      throw e.at("%s: in '%s'".formatted(place, shown));
    }
  }
}
