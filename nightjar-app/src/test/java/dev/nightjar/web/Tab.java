package dev.nightjar.web;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A tab of Chromium. For one thread.
final class Tab {
  private final Chromium browser;
  private final String session;

  Tab(Chromium browser, String session) {
    this.browser = browser;
    this.session = session;
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      browser.call(session, domain + ".enable", Json.object());
    }
    size(1280, 900);
  }

  /// Goes somewhere, and waits until it is loaded.
  Tab go(String address) {
    return loading(() -> browser.call(session, "Page.navigate", Json.object().put("url", address)));
  }

  /// Does something that leads to another page, and waits until that is loaded.
  Tab loading(Runnable action) {
    var loaded =
        browser.next(
            event ->
                event.session().equals(session) && event.method().equals("Page.loadEventFired"));
    action.run();
    loaded.join();
    return this;
  }

  /// Clicks on something that leads to another page.
  Tab follow(String selector) {
    return loading(() -> click(selector));
  }

  void click(String selector) {
    run("document.querySelector(%s).click()".formatted(quoted(selector)));
  }

  /// Writes into a field, as a person who then leaves it.
  void fill(String selector, String value) {
    run(
        """
        (() => { const field = document.querySelector(%s); field.value = %s;
          field.dispatchEvent(new Event('input', {bubbles: true}));
          field.dispatchEvent(new Event('change', {bubbles: true})); })()"""
            .formatted(quoted(selector), quoted(value)));
  }

  /// The value of an expression.
  JsonNode run(String expression) {
    JsonNode said =
        browser.call(
            session,
            "Runtime.evaluate",
            Json.object()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (said.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + said.path("exceptionDetails"));
    }
    return said.path("result").path("value");
  }

  /// Waits until a condition of the page holds, which is looked at whenever the page changes.
  void await(String condition) {
    JsonNode met =
        run(
            """
            new Promise(done => {
              const seen = () => { try { return !!(%s); } catch { return false; } };
              if (seen()) return done(true);
              const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); done(true); } });
              watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
              setTimeout(() => done(seen()), 30000);
            })"""
                .formatted(condition));
    if (!met.asBoolean(false)) {
      throw new AssertionError("never came: %s\n%s".formatted(condition, text("body")));
    }
  }

  /// The text that is seen of an element; empty if there is none.
  String text(String selector) {
    return run("(document.querySelector(%s) || {innerText: ''}).innerText"
            .formatted(quoted(selector)))
        .asString("");
  }

  int count(String selector) {
    return run("document.querySelectorAll(%s).length".formatted(quoted(selector))).asInt(-1);
  }

  /// The path of the page's address.
  String path() {
    return run("location.pathname").asString("");
  }

  void size(int width, int height) {
    browser.call(
        session,
        "Emulation.setDeviceMetricsOverride",
        Json.object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  void dark(boolean dark) {
    var params = Json.object();
    params
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    browser.call(session, "Emulation.setEmulatedMedia", params);
  }

  void withoutScripts() {
    browser.call(session, "Emulation.setScriptExecutionDisabled", Json.object().put("value", true));
  }

  List<String> problems() {
    return browser.problems(session);
  }

  /// A picture of what is seen, or of the whole page.
  void picture(Path file, boolean whole) throws IOException {
    JsonNode said =
        browser.call(
            session,
            "Page.captureScreenshot",
            Json.object().put("format", "png").put("captureBeyondViewport", whole));
    Files.write(file, Base64.getDecoder().decode(said.path("data").asString("")));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}
