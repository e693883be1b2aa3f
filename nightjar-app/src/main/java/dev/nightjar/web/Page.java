package dev.nightjar.web;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// A page: what is particular to it, and the frame that all have.
///
/// @param section the entry of the navigation that it belongs to
/// @param title of the window
/// @param say what those who can't see it are told when it changes
/// @param live what it is kept up to date with: the address of a stream of events; null for nothing
/// @param body what is in its main part
record Page(Section section, String title, String say, @Nullable String live, Html body) {
  /// The request attribute that says that a page was the answer.
  static final String ANSWERED = "nightjar.web.answered";

  /// Nothing but our own; no script in the page itself, nobody may frame it.
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /// The entries of the navigation.
  enum Section {
    DASHBOARD,
    JOBS,
    DEFINITIONS,
    WORKFLOWS,
    /// What tasks share.
    SHARED,
    NONE
  }

  /// A page that is kept up to date with all that happens.
  static Page live(Section section, String title, String say, Html body) {
    return new Page(section, title, say, "/live", body);
  }

  /// A page that stays as it is.
  static Page still(Section section, String title, Html body) {
    return new Page(section, title, "", null, body);
  }

  void answer(Visit visit) {
    Context request = visit.request();
    Html page = frame(visit);
    request.attribute(ANSWERED, true);
    request
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cache-Control", "no-store")
        .contentType("text/html; charset=utf-8")
        .result(page.toString());
  }

  private Html frame(Visit visit) {
    return Html.of(
        """
        <!DOCTYPE html>
        <html lang="en" data-theme="{}">
        <head>
        <meta charset="utf-8">
        <title>{} · Nightjar</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="{}" type="image/svg+xml">
        <link rel="stylesheet" href="{}">
        <script src="{}" defer></script>
        </head>
        <body{}>
        <a class="skip" href="#main">Skip to the content</a>
        {}
        <main id="main" tabindex="-1" data-say="{}">
        {}
        </main>
        <p id="said" class="unseen" role="status"></p>
        <footer class="foot"><span>Nightjar, as {}</span>{}{}</footer>
        </body>
        </html>
        """,
        visit.theme(),
        title,
        Assets.address("nightjar.svg"),
        Assets.address("nightjar.css"),
        Assets.address("nightjar.js"),
        live == null ? Html.NONE : Html.of(" data-live=\"{}\"", live),
        header(visit),
        say,
        body,
        visit.who(),
        Csrf.hasSession(visit.request())
            ? Html.of(
                "<form method=\"post\" action=\"/logout\">{}<button class=\"link\">Log out</button></form>",
                visit.csrf())
            : Html.NONE,
        live == null
            ? Html.NONE
            : Html.of(
                "<noscript><a href=\"{}\">Load the page again</a> to see what is new.</noscript>",
                visit.address()));
  }

  private Html header(Visit visit) {
    return Html.of(
        """
        <header class="top">
        <a class="brand" href="/"><img src="{}" alt="" width="28" height="28"><span>Nightjar</span></a>
        <nav aria-label="Main">{}{}{}{}{}</nav>
        <a class="button primary small" href="/jobs/new">New job</a>
        <form class="themes" method="post" action="/theme">{}
        <input type="hidden" name="back" value="{}">
        {}</form>
        </header>""",
        Assets.address("nightjar.svg"),
        entry("/", "Dashboard", Section.DASHBOARD),
        entry("/jobs", "Jobs", Section.JOBS),
        entry("/definitions", "Definitions", Section.DEFINITIONS),
        entry("/workflows", "Workflows", Section.WORKFLOWS),
        entry("/variables", "Variables", Section.SHARED),
        visit.csrf(),
        visit.request().method().name().equals("GET") ? visit.address() : "/",
        theme(visit.theme()));
  }

  private Html entry(String address, String word, Section of) {
    return Html.of(
        "<a href=\"{}\"{}>{}</a>",
        address,
        Html.when(section == of, " aria-current=\"page\""),
        word);
  }

  private static Html theme(String now) {
    String next =
        switch (now) {
          case "light" -> "dark";
          case "dark" -> "auto";
          default -> "light";
        };
    return Html.of(
        """
        <button class="icon" name="theme" value="{}" title="Colours: {}" aria-label="Colours: {}. Change to {}.">\
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" class="theme-{}">\
        <circle cx="10" cy="10" r="7.25"/><path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z"/></svg></button>""",
        next,
        now,
        now,
        next,
        now);
  }
}
