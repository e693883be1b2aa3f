package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GatewayTest {
  @Test
  void an_address_may_be_copied_from_the_browser() {
    Gateway gateway = Gateway.at("http://host:8888/lab?token=a%20b&x=1", null);

    assertThat(gateway.uri()).isEqualTo(URI.create("http://host:8888/lab/"));
    assertThat(gateway.headers()).containsExactly(Map.entry("Authorization", "token a b"));
  }

  @Test
  void a_token_that_is_given_counts_more_than_that_of_the_address() {
    assertThat(Gateway.at("http://host/?token=old", "new").headers())
        .containsEntry("Authorization", "token new");
  }

  @Test
  void another_kind_of_address_is_refused() {
    assertThatThrownBy(() -> Gateway.at("host:8888", null))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "A gateway's address starts with http:// or https://, and host:8888/ does not.");
    assertThatThrownBy(() -> Gateway.at("http://a b", null)).isInstanceOf(KernelException.class);
  }

  @Test
  void its_secrets_are_not_printed() {
    assertThat(Gateway.at("http://host/?token=secret", null))
        .hasToString("gateway at http://host/");
  }

  @Nested
  class FromVariables {
    private final Map<String, String> environment =
        new HashMap<>(Map.of("JUPYTER_GATEWAY_URL", "https://host/base"));

    private Gateway gateway() {
      return Gateway.of(environment).orElseThrow();
    }

    @Test
    void there_is_none_without_an_address() {
      assertThat(Gateway.of(Map.of("JUPYTER_GATEWAY_AUTH_TOKEN", "x"))).isEmpty();
      assertThat(Gateway.of(Map.of("JUPYTER_GATEWAY_URL", ""))).isEmpty();
    }

    @Test
    void what_is_not_set_is_as_in_jupyter() {
      assertThat(gateway())
          .isEqualTo(
              new Gateway(
                  URI.create("https://host/base/"),
                  Map.of(),
                  true,
                  Duration.ofSeconds(42),
                  Set.of()));
    }

    @Test
    void a_token_may_have_another_scheme() {
      environment.put("JUPYTER_GATEWAY_AUTH_TOKEN", "abc");
      assertThat(gateway().headers()).containsEntry("Authorization", "token abc");

      environment.put("JUPYTER_GATEWAY_AUTH_SCHEME", "Bearer");
      assertThat(gateway().headers()).containsEntry("Authorization", "Bearer abc");
    }

    @Test
    void user_and_password_log_in() {
      environment.put("JUPYTER_GATEWAY_HTTP_USER", "me");
      environment.put("JUPYTER_GATEWAY_HTTP_PWD", "open sesame");

      assertThat(gateway().headers()).containsEntry("Authorization", "Basic bWU6b3BlbiBzZXNhbWU=");
    }

    @Test
    void headers_certificate_time_and_variables_can_be_set() {
      environment.put("JUPYTER_GATEWAY_HEADERS", "{\"X-Team\": \"night\"}");
      environment.put("JUPYTER_GATEWAY_VALIDATE_CERT", "False");
      environment.put("JUPYTER_GATEWAY_REQUEST_TIMEOUT", "2.5");
      environment.put("JUPYTER_GATEWAY_ALLOWED_ENVS", "A, B");

      assertThat(gateway())
          .isEqualTo(
              new Gateway(
                  URI.create("https://host/base/"),
                  Map.of("X-Team", "night"),
                  false,
                  Duration.ofMillis(2500),
                  Set.of("A", "B")));
    }

    @Test
    void what_makes_no_sense_is_told_by_name() {
      environment.put("JUPYTER_GATEWAY_REQUEST_TIMEOUT", "soon");
      assertThatThrownBy(this::gateway)
          .hasMessage(
              "JUPYTER_GATEWAY_REQUEST_TIMEOUT is 'soon'; it is a number of seconds above 0.");

      environment.put("JUPYTER_GATEWAY_HEADERS", "{");
      assertThatThrownBy(this::gateway)
          .hasMessageStartingWith("JUPYTER_GATEWAY_HEADERS is not a JSON object: ");
    }
  }
}
