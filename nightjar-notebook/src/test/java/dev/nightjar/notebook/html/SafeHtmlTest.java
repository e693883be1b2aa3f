package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHtmlTest {
  private static String clean(String html) {
    return SafeHtml.clean(html).html();
  }

  @Nested
  class WhatCouldRun {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "<img src=\"data:image/png;base64,AAAA\" onload=alert(1)>",
          "<svg onload=alert(1)><script>alert(1)</script></svg>",
          "<a href=\"javascript:alert(1)\">x</a>",
          "<a href=\"java\tscript:alert(1)\">x</a>",
          "<a href=\" &#1; JaVaScRiPt:alert(1)\">x</a>",
          "<a href=\"vbscript:alert(1)\">x</a>",
          "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
          "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
          "<iframe src=\"javascript:alert(1)\"></iframe>",
          "<object data=\"data:text/html;base64,PHNjcmlwdD4=\"></object>",
          "<embed src=\"javascript:alert(1)\">",
          "<form action=\"https://evil.example\"><input name=password><button>go</button></form>",
          "<base href=\"https://evil.example/\">",
          "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
          "<link rel=stylesheet href=\"https://evil.example/x.css\">",
          "<style>@import url(https://evil.example/x.css)</style>",
          "<div style=\"background:url(https://evil.example/x.png)\">x</div>",
          "<div style=\"background:u\\72l(https://evil.example/x.png)\">x</div>",
          "<div style=\"background-image:image-set('https://evil.example/x.png' 1x)\">x</div>",
          "<div style=\"position:fixed;inset:0;z-index:9\">x</div>",
          "<div style=\"width:expression(alert(1))\">x</div>",
          "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
          "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
          "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
          "<template><img src=x onerror=alert(1)></template>",
          "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
          "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
          "<video src=\"https://evil.example/v.mp4\" onerror=alert(1)></video>",
          "<img srcset=\"https://evil.example/x.png 1x\">",
          "<table background=\"https://evil.example/x.png\"><tr><td>x</td></tr></table>",
        })
    void is_gone(String html) {
      // The title of a parsed-again element may hold text that looks like markup: that is text.
      var again = org.jsoup.Jsoup.parseBodyFragment(clean(html)).body();

      assertThat(
              again.select(
                  "script, iframe, object, embed, form, input, button, base, meta, link, style, svg,"
                      + " math, template, noscript, textarea"))
          .isEmpty();
      for (var element : again.getAllElements()) {
        for (var attribute : element.attributes()) {
          assertThat(attribute.getKey()).doesNotStartWith("on").isNotIn("srcset", "background");
          if (attribute.getKey().equals("src")) {
            assertThat(attribute.getValue()).startsWith("data:image/");
          }
          if (attribute.getKey().equals("href")) {
            assertThat(attribute.getValue()).doesNotContainIgnoringCase("script:", "data:");
          }
          if (attribute.getKey().equals("style")) {
            assertThat(attribute.getValue())
                .doesNotContain("url", "\\", "position", "expression", "evil");
          }
        }
      }
    }

    @Test
    void a_second_cleaning_changes_nothing() {
      String once = clean("<p>a<b>b<i>c</b>d</i><table><td>e<p>f</table><svg><g/></svg>");
      assertThat(clean(once)).isEqualTo(once);
    }
  }

  @Test
  void tables_styles_and_details_stay() {
    assertThat(
            clean(
                "<details open><summary>s</summary><table class=\"dataframe\"><tr>"
                    + "<td colspan=\"2\" style=\"text-align: right; color: red\">1</td></tr></table></details>"))
        .contains(
            "<details open",
            "<table class=\"dataframe\">",
            "colspan=\"2\"",
            "text-align:right;color:red;");
  }

  @Test
  void a_drawing_becomes_an_image_that_cannot_run() {
    assertThat(clean("<svg width=\"10\" height=\"20\"><circle r=\"3\"/></svg>"))
        .startsWith("<img")
        .contains("width=\"10\"", "src=\"data:image/svg+xml;base64,")
        .doesNotContain("<svg");
  }

  @Test
  void of_an_image_from_elsewhere_a_link_is_left() {
    assertThat(clean("<img src=\"https://example.org/x.png\" alt=\"chart\">"))
        .contains("href=\"https://example.org/x.png\"", "image: chart")
        .doesNotContain("<img");
  }

  @Test
  void of_an_embedded_page_a_link_is_left() {
    assertThat(clean("<iframe src=\"https://example.org/map\"></iframe>"))
        .contains("href=\"https://example.org/map\"");
  }

  @Test
  void names_of_the_page_itself_cannot_be_taken() {
    assertThat(clean("<div id=\"nj-main\" class=\"nj-banner mine\">x</div>"))
        .isEqualTo("<div class=\"mine\">x</div>");
  }

  @Test
  void scripts_alone_are_nothing_to_see() {
    assertThat(SafeHtml.isVisible(SafeHtml.clean("<div id=plot><script>draw()</script></div>")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.example/b:c", "#part", "other.ipynb", "a/b:c", "mailto:a@b.example"})
  void ordinary_links_stay(String url) {
    assertThat(SafeHtml.isSafeLink(url)).isTrue();
  }

  @Test
  void a_background_gets_the_dark_text_that_it_was_made_for() {
    assertThat(clean("<b style=\"background-color: yellow\">x</b>"))
        .contains("background-color:yellow;color:#1b1d22;");
  }

  @Test
  void text_pulled_over_other_content_is_put_back() {
    assertThat(clean("<div style=\"margin-top:-500px;padding:2px\">x</div>"))
        .isEqualTo("<div style=\"padding:2px;\">x</div>");
  }
}
