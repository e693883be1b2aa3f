package dev.nightjar.notebook.html;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/// HTML of unknown origin, made harmless: what is not on a list of elements and attributes goes,
/// nothing is loaded from elsewhere, nothing leaves its place, nothing runs. Drawings inside become
/// images. Stateless.
///
/// Foreign content (`svg`, `math`), `style`, `template`, `noscript`, `textarea` and the like are
/// never let through, which takes the ground from attacks that parse differently the second time.
final class SafeHtml {
  private static final Safelist SAFELIST = safelist();
  private static final Pattern SCHEME = Pattern.compile("(?s)^([a-z][a-z0-9+.-]*):.*");
  private static final Pattern DATA_IMAGE =
      Pattern.compile("data:image/(png|jpe?g|gif|webp|bmp|avif|x-icon|svg\\+xml)(;[a-z0-9=-]+)*,");
  private static final Pattern DATA_MEDIA =
      Pattern.compile("data:(audio|video)/[a-z0-9.+-]+(;[a-z0-9=-]+)*,");

  private SafeHtml() {}

  /// The body of a document made from `html`.
  static Element clean(String html) {
    Document dirty = Jsoup.parseBodyFragment(html);
    dirty.select("svg").forEach(SafeHtml::toImage);
    dirty.select("iframe, embed, object").forEach(SafeHtml::toLink);
    dirty.select("template, noscript, title, canvas, select, textarea").remove();
    Document clean = new Cleaner(SAFELIST).clean(dirty);
    clean
        .outputSettings()
        .prettyPrint(false)
        .charset(StandardCharsets.UTF_8)
        .escapeMode(Entities.EscapeMode.base);
    Element body = clean.body();
    body.select("*").forEach(SafeHtml::cleanAttributes);
    return body;
  }

  /// Whether a reader would see anything of it.
  static boolean isVisible(Element body) {
    return body.hasText() || !body.select("img[src], audio, video, hr, progress, meter").isEmpty();
  }

  /// Whether a link may go there: the web, mail, or beside the page.
  static boolean isSafeLink(String url) {
    StringBuilder plain = new StringBuilder();
    url.chars().filter(c -> c > ' ' && c != 0x7f).forEach(c -> plain.append((char) c));
    var scheme = SCHEME.matcher(plain.toString().toLowerCase(Locale.ROOT));
    if (scheme.matches()) {
      return switch (scheme.group(1)) {
        case "http", "https", "mailto", "ftp", "doi" -> true;
        default -> false;
      };
    }
    int colon = plain.indexOf(":");
    int slash = plain.indexOf("/");
    int hash = plain.indexOf("#");
    return colon < 0 || slash >= 0 && slash < colon || hash >= 0 && hash < colon;
  }

  private static void cleanAttributes(Element element) {
    if (element.hasAttr("style")) {
      set(element, "style", StyleAttribute.clean(element.attr("style")));
      String style = element.attr("style");
      if (style.contains("background") && !style.matches("(^|.*;)color:.*")) {
        element.attr("style", style + "color:#1b1d22;");
      }
    }
    // The page's own names start so.
    if (element.attr("id").startsWith("nj-")) {
      element.removeAttr("id");
    }
    if (element.hasAttr("class")) {
      element.classNames().stream()
          .filter(name -> name.startsWith("nj-"))
          .forEach(element::removeClass);
    }
    switch (element.normalName()) {
      case "a" -> {
        if (!isSafeLink(element.attr("href"))) {
          element.removeAttr("href");
        }
      }
      case "img" -> cleanImage(element);
      case "audio", "video", "source" -> {
        if (!DATA_MEDIA.matcher(start(element.attr("src"))).lookingAt()) {
          element.removeAttr("src");
        }
      }
      default -> {}
    }
  }

  private static void set(Element element, String attribute, String value) {
    if (value.isEmpty()) {
      element.removeAttr(attribute);
    } else {
      element.attr(attribute, value);
    }
  }

  private static String start(String url) {
    return url.substring(0, Math.min(100, url.length())).strip().toLowerCase(Locale.ROOT);
  }

  /// An image must bring its own bytes (or be an attachment); of others a link is left.
  private static void cleanImage(Element image) {
    String source = image.attr("src");
    if (DATA_IMAGE.matcher(start(source)).lookingAt() || source.startsWith("attachment:")) {
      image.attr("loading", "lazy");
      if (!image.hasAttr("alt")) {
        image.attr("alt", "");
      }
      setSize(image, source);
      return;
    }
    String label = image.attr("alt").isBlank() ? source : image.attr("alt");
    Element link = new Element(image.parents().is("a") ? "span" : "a");
    link.addClass("nj-remote").attr("title", "An image that is not part of this page");
    link.text("image: " + (label.isBlank() || label.length() > 300 ? "not shown" : label));
    if (link.nameIs("a") && isSafeLink(source)) {
      link.attr("href", source).attr("rel", "noopener noreferrer");
    }
    image.replaceWith(link);
  }

  /// Gives the image its size, so that the page does not move when it is shown.
  static void setSize(Element image, String source) {
    int comma = source.indexOf(";base64,");
    boolean sized = image.hasAttr("width") || image.hasAttr("height") || image.hasAttr("style");
    if (comma > 0 && !sized) {
      ImageSize.of(source.substring(comma + ";base64,".length()))
          .ifPresent(
              size ->
                  image
                      .attr("width", Integer.toString(size.width()))
                      .attr("height", Integer.toString(size.height())));
    }
  }

  private static void toImage(Element svg) {
    if (svg.parents().is("svg")) {
      return;
    }
    Document frame = new Document("");
    frame.outputSettings().syntax(Document.OutputSettings.Syntax.xml).prettyPrint(false);
    Element image = new Element("img").attr("alt", svg.attr("aria-label"));
    for (String attribute : new String[] {"width", "height", "style", "hidden"}) {
      if (svg.hasAttr(attribute)) {
        image.attr(attribute, svg.attr(attribute).replaceFirst("^([\\d.]+)px$", "$1"));
      }
    }
    svg.attr("xmlns", "http://www.w3.org/2000/svg");
    svg.attr("xmlns:xlink", "http://www.w3.org/1999/xlink");
    svg.before(image);
    frame.appendChild(svg);
    byte[] xml = frame.outerHtml().getBytes(StandardCharsets.UTF_8);
    image.attr("src", "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(xml));
  }

  private static void toLink(Element embedded) {
    String url = embedded.attr(embedded.nameIs("object") ? "data" : "src");
    Node note = new TextNode("");
    if (isSafeLink(url) && !url.isBlank()) {
      note = new Element("a").attr("href", url).text("embedded page, not shown here: " + url);
    }
    embedded.replaceWith(note);
  }

  private static Safelist safelist() {
    return new Safelist()
        .addTags(
            "a abbr article audio b bdi bdo big blockquote br caption center cite code col colgroup dd"
                .concat(
                    " del details dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i")
                .concat(" img ins kbd label li mark meter ol p pre progress q rp rt ruby s samp")
                .concat(" section small source span strike strong sub summary sup table tbody td")
                .concat(" tfoot th thead time tr tt u ul var video wbr")
                .split(" "))
        .addAttributes(":all", "class", "id", "title", "style", "dir", "lang", "align", "hidden")
        .addAttributes(":all", "aria-label", "width", "height", "data-nj-slot")
        .addAttributes("a", "href", "name")
        .addAttributes("audio", "controls", "loop", "src")
        .addAttributes("col", "span")
        .addAttributes("colgroup", "span")
        .addAttributes("details", "open")
        .addAttributes("font", "color", "size")
        .addAttributes("img", "alt", "src")
        .addAttributes("li", "value")
        .addAttributes("meter", "max", "min", "value")
        .addAttributes("ol", "reversed", "start", "type")
        .addAttributes("progress", "max", "value")
        .addAttributes("source", "src", "type")
        .addAttributes("table", "border")
        .addAttributes("td", "bgcolor", "colspan", "headers", "rowspan", "valign")
        .addAttributes("th", "abbr", "bgcolor", "colspan", "headers", "rowspan", "scope", "valign")
        .addAttributes("time", "datetime")
        .addAttributes("video", "controls", "loop", "muted", "src")
        .addEnforcedAttribute("a", "rel", "noopener noreferrer");
  }
}
