package dev.nightjar.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void what_comes_into_a_template_is_escaped() {
    assertThat(Html.of("<a title=\"{}\">{}</a>", "\" onclick='x'", "<b> & \u0000"))
        .hasToString("<a title=\"&quot; onclick=&#39;x&#39;\">&lt;b&gt; &amp; \ufffd</a>");
  }

  @Test
  void markup_and_collections_of_it_stay_as_they_are() {
    Html item = Html.of("<li>{}</li>", "<");
    assertThat(Html.of("<ul>{}{}</ul>", List.of(item, item), null))
        .hasToString("<ul><li>&lt;</li><li>&lt;</li></ul>");
  }

  @Test
  void braces_in_a_value_are_no_place_for_the_next() {
    assertThat(Html.of("{}-{}", "{}", "x")).hasToString("{}-x");
  }

  @Test
  void values_and_places_must_be_as_many() {
    assertThatIllegalArgumentException().isThrownBy(() -> Html.of("{}", "a", "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Html.of("{}{}", "a"));
  }
}
