package dev.nightjar.notebook.html;

import dev.nightjar.notebook.html.TexSource.Macros;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;

/// Markdown as Jupyter shows it: GitHub's tables, mathematics, HTML between the lines (cleaned),
/// attachments. One object serves one notebook: it knows the macros and the headings so far. Not
/// thread-safe.
final class Markdown {
  /// A heading of the notebook.
  ///
  /// @param level 1 to 6
  record Heading(int level, String id, String text) {}

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(), StrikethroughExtension.create(), AutolinkExtension.create());
  private static final Parser PARSER =
      Parser.builder()
          .extensions(EXTENSIONS)
          .maxOpenBlockParsers(100)
          .customInlineContentParserFactory(new MathInline.Factory())
          .customBlockParserFactory(new MathBlock.Factory())
          .build();

  private final Macros macros = new Macros();
  private final Set<String> ids = new HashSet<>();

  /// A formula as MathML; if it can't be read, its source.
  String formula(String tex, boolean display) {
    String shown =
        Latex.toMathml(tex, display, macros)
            .orElseGet(
                () -> "<code class=\"nj-tex\">" + PageWriter.escape(tex.strip()) + "</code>");
    return display ? "<span class=\"nj-eq\">" + shown + "</span>" : shown;
  }

  /// A markdown cell as HTML.
  ///
  /// @param attachments the cell's `attachments`
  /// @param headings takes the headings, which get ids that are unique in this notebook
  String cell(String source, JsonNode attachments, Consumer<Heading> headings) {
    Slots slots = new Slots();
    Element body = body(source, slots);
    attach(body, attachments);
    for (Element heading : body.select("h1, h2, h3, h4, h5, h6")) {
      String text = slots.text(heading);
      String id = uniqueId(heading.id().isEmpty() ? text.strip() : heading.id());
      heading.attr("id", id);
      heading
          .appendElement("a")
          .addClass("nj-anchor")
          .attr("href", "#" + id)
          .attr("aria-label", "Link to this section")
          .text("#");
      headings.accept(new Heading(heading.normalName().charAt(1) - '0', id, text));
    }
    slots.fill(body);
    return body.html();
  }

  /// An output of type `text/markdown` as HTML.
  String output(String source) {
    Slots slots = new Slots();
    Element body = body(source, slots);
    slots.fill(body);
    return body.html();
  }

  private Element body(String source, Slots slots) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .nodeRendererFactory(context -> new OwnNodes(context, slots))
            .build();
    Element body = SafeHtml.clean(renderer.render(PARSER.parse(source)));
    for (Element table : body.select("table")) {
      table.wrap(
          "<div class=\"nj-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"></div>");
    }
    return body;
  }

  private static void attach(Element body, JsonNode attachments) {
    for (Element image : body.select("img[src^=attachment:]")) {
      String name = image.attr("src").substring("attachment:".length());
      JsonNode bundle =
          attachments.has(name) ? attachments.path(name) : attachments.path(decoded(name));
      image.removeAttr("src");
      for (var representation : bundle.properties()) {
        Images.dataUri(representation.getKey(), representation.getValue().asString(""))
            .ifPresent(
                uri -> {
                  image.attr("src", uri);
                  SafeHtml.setSize(image, uri);
                });
      }
      if (!image.hasAttr("src")) {
        image.replaceWith(new Element("em").text("attachment " + name + " is missing"));
      }
    }
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /// Jupyter's rule, so that links within notebooks work: blanks become hyphens.
  private String uniqueId(String text) {
    String slug = text.replaceAll("\\s+", "-");
    String base = slug.isEmpty() || slug.startsWith("nj-") ? "section" + slug : slug;
    String id = base;
    for (int i = 1; !ids.add(id); i++) {
      id = base + "-" + i;
    }
    return id;
  }

  private final class OwnNodes implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final Slots slots;

    OwnNodes(HtmlNodeRendererContext context, Slots slots) {
      this.context = context;
      this.slots = slots;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(MathInline.class, MathBlock.class, FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      switch (node) {
        case MathInline math -> slot(formula(math.tex, math.display), math.tex);
        case MathBlock math -> block(math);
        case FencedCodeBlock code -> code(code);
        default -> {}
      }
    }

    private void slot(String html, String plain) {
      context.getWriter().raw(slots.place(html, plain));
    }

    private void block(MathBlock math) {
      context.getWriter().line();
      if (math.tex != null) {
        slot(formula(math.tex, true), math.tex);
      }
      if (math.getFirstChild() != null) {
        context.getWriter().tag("p");
        for (Node child = math.getFirstChild(); child != null; child = child.getNext()) {
          context.render(child);
        }
        context.getWriter().tag("/p");
      }
    }

    private void code(FencedCodeBlock code) {
      String info = code.getInfo() == null ? "" : code.getInfo().strip();
      String language = info.split("[\\s{,]", 2)[0];
      String text = code.getLiteral();
      String html =
          language.isEmpty() ? PageWriter.escape(text) : Highlighter.highlight(text, language);
      context.getWriter().line();
      slot("<pre class=\"nj-code\" tabindex=\"0\"><code>" + html + "</code></pre>", text);
      context.getWriter().line();
    }
  }
}
