package dev.nightjar.call;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One statement of SQL as JDBC takes it.
///
/// @param text with `?` where a parameter is
/// @param parameters the names of those, in their order
record SqlStatement(String text, List<String> parameters) {
  /// What is copied as it is, comes between statements, or is a parameter. Texts and names in
  /// quotes, bodies of functions in `$$`, comments and casts (`::`) may hold what looks like
  /// others. A quote in a text is two quotes, which are two texts side by side here.
  private static final Pattern PART =
      Pattern.compile(
          """
          (?<same>'[^']*+'|"[^"]*+"|`[^`]*+`|\\$(?<tag>\\w*)\\$.*?\\$\\k<tag>\\$\
          |--[^\\n]*|/\\*.*?\\*/|::)\
          |(?<end>;)|(?<![\\w:]):(?<name>[A-Za-z_]\\w*)""",
          Pattern.DOTALL);

  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  /// The statements of a text, which are separated by `;`.
  static List<SqlStatement> of(String sql) {
    List<SqlStatement> statements = new ArrayList<>();
    var text = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher part = PART.matcher(sql);
    int from = 0;
    while (part.find()) {
      text.append(sql, from, part.start());
      from = part.end();
      if (part.group("name") != null) {
        text.append('?');
        names.add(part.group("name"));
      } else if (part.group("end") != null) {
        add(statements, text, names);
      } else {
        text.append(part.group());
      }
    }
    add(statements, text.append(sql, from, sql.length()), names);
    return statements;
  }

  private static void add(List<SqlStatement> statements, StringBuilder text, List<String> names) {
    if (!COMMENT.matcher(text).replaceAll("").isBlank()) {
      statements.add(new SqlStatement(text.toString().strip(), List.copyOf(names)));
    }
    text.setLength(0);
    names.clear();
  }
}
