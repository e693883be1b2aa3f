package dev.nightjar.web;

import dev.nightjar.store.ImportErrorStore.ImportError;
import java.util.List;

/// The files of the workflow folder that can't be read, and why.
final class ImportErrors {
  private ImportErrors() {}

  static Html of(Moments moments, List<ImportError> errors) {
    if (errors.isEmpty()) {
      return Html.NONE;
    }
    return Html.of(
        """
        <section class="failure" aria-labelledby="unread"><h2 id="unread">{}</h2>
        <ul class="rows">{}</ul></section>""",
        errors.size() == 1
            ? "A file can't be read"
            : "%d files can't be read".formatted(errors.size()),
        Html.each(errors, error -> row(moments, error)));
  }

  private static Html row(Moments moments, ImportError error) {
    return Html.of(
        """
        <li data-key="error-{}"><div class="row-head"><code>{}{}</code><span>{}</span></div>
        <p class="why">{}</p>{}</li>""",
        error.id(),
        error.file(),
        error.line() == null ? "" : ", line " + error.line(),
        moments.relative(error.happened()),
        error.message(),
        error.traceback() == null
            ? Html.NONE
            : Html.of(
                "<details><summary>Traceback</summary><pre tabindex=\"0\" aria-label=\"Traceback\">{}</pre></details>",
                PlainText.of(error.traceback())));
  }
}
