package dev.nightjar.web;

import dev.nightjar.files.NotebookFolder;
import dev.nightjar.http.Services;
import java.util.ArrayList;
import java.util.List;

/// The first step of a form: which notebook.
record NotebookPicker(Services services) {
  /// @param address of the form, which is called with the notebook that is picked
  Page show(Visit visit, Page.Section section, String title, String address) {
    String path = visit.query("folder") == null ? "" : String.valueOf(visit.query("folder"));
    NotebookFolder folder = NotebookFolder.list(services.root(), path);
    Html body =
        Html.of(
            """
            <div class="title"><div><h1>{}</h1><p class="quiet">Which notebook?</p></div></div>
            <section class="card" aria-label="Notebooks">{}<ul class="picker">{}{}</ul>{}{}</section>""",
            title,
            crumbs(folder, address),
            Html.each(
                folder.folders(),
                name ->
                    Html.of(
                        "<li><a class=\"folder\" href=\"{}?folder={}\">{}</a></li>",
                        address,
                        Visit.encoded(below(folder, name)),
                        name)),
            Html.each(
                folder.notebooks(),
                name ->
                    Html.of(
                        "<li><a class=\"notebook\" href=\"{}?notebook={}\">{}</a></li>",
                        address,
                        Visit.encoded(below(folder, name)),
                        name)),
            folder.folders().isEmpty() && folder.notebooks().isEmpty()
                ? Html.of("<p class=\"none\">No notebooks here.</p>")
                : Html.NONE,
            Html.when(folder.more(), "<p class=\"quiet\">There is more than is shown here.</p>"));
    return Page.still(section, title, body);
  }

  private static String below(NotebookFolder folder, String name) {
    return folder.path().isEmpty() ? name : folder.path() + "/" + name;
  }

  private static Html crumbs(NotebookFolder folder, String address) {
    List<Html> crumbs = new ArrayList<>();
    crumbs.add(Html.of("<a href=\"{}\">notebooks</a>", address));
    String path = "";
    for (String part : folder.path().isEmpty() ? new String[0] : folder.path().split("/")) {
      path = path.isEmpty() ? part : path + "/" + part;
      crumbs.add(Html.of(" / <a href=\"{}?folder={}\">{}</a>", address, Visit.encoded(path), part));
    }
    return Html.of("<p class=\"crumbs\">{}</p>", crumbs);
  }
}
