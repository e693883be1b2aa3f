package dev.nightjar.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What axe-core finds wrong with a page by the rules of WCAG 2.2 A and AA. It is Deque's, under
/// the MPL 2.0: package `axe-core` 4.14.1 of npm, which lies unchanged among the test resources
/// with its licence, and is in no release.
final class Axe {
  private static final String PROGRAM = program();
  private static final String CHECK =
      """
      axe.run(document, {iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
        .then(found => found.violations.map(one =>
          `${one.id} (${one.help}): ${one.nodes.slice(0, 3).map(node => node.target).join(', ')}`))""";

  private Axe() {}

  /// The rules that the page breaks, each with the first places; empty if there are none.
  static List<String> violations(Tab tab) {
    tab.run(PROGRAM);
    List<String> found = new ArrayList<>();
    tab.run(CHECK).forEach(one -> found.add(one.asString("")));
    return found;
  }

  private static String program() {
    try (InputStream in = Axe.class.getResourceAsStream("axe/axe.min.js")) {
      // A value that says nothing, as what the program itself gives is large.
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          + ";true";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
