package dev.nightjar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConfigFileTest {
  @TempDir Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, ServerConfigFile.Flag> flags = new HashMap<>();

  private ServerConfigFile.Loaded load(String yaml) throws IOException {
    Path file = directory.resolve("nightjar.yaml");
    Files.writeString(file, yaml);
    return load();
  }

  private ServerConfigFile.Loaded load() {
    return ServerConfigFile.load(
        new Environment(variables, directory, false, false, false, false), null, flags);
  }

  private List<String> problems(String yaml) throws IOException {
    Files.writeString(directory.resolve("nightjar.yaml"), yaml);
    try {
      load();
    } catch (ConfigException e) {
      return e.problems().stream().map(one -> one.replace(directory + "/", "")).toList();
    }
    return List.of();
  }

  private EffectiveSetting setting(ServerConfigFile.Loaded loaded, String key) {
    return loaded.settings().stream()
        .filter(one -> one.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void without_a_file_everything_has_a_default() {
    ServerConfig config = load().config();
    assertThat(config.listen().address()).isEqualTo("127.0.0.1");
    assertThat(config.listen().port()).isEqualTo(8822);
    assertThat(config.folders().data()).isEqualTo(directory.resolve(".nightjar"));
    assertThat(config.work().lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.alerts()).isEqualTo(ServerConfig.Alerts.NONE);
  }

  @Test
  void times_sizes_and_paths_have_their_types() throws IOException {
    ServerConfig config =
        load("""
                server: {root: notebooks, port: 0}
                worker: {kernels: 3, memory: 4GiB, lease: 90s, drain: 15m}
                environments:
                  folders: [/opt/conda/envs, envs]
                log: {format: json}
                """)
            .config();
    assertThat(config.folders().root()).isEqualTo(directory.resolve("notebooks"));
    assertThat(config.folders().environments())
        .containsExactly(Path.of("/opt/conda/envs"), directory.resolve("envs"));
    assertThat(config.work())
        .isEqualTo(
            new ServerConfig.Work(3, 4L << 30, Duration.ofSeconds(90), Duration.ofMinutes(15), 32));
    assertThat(config.jsonLog()).isTrue();
  }

  @Test
  void flags_come_before_variables_and_variables_before_the_file() throws IOException {
    variables.put("NIGHTJAR_SERVER_PORT", "2000");
    variables.put("NIGHTJAR_SERVER_DB_USER", "of-variable");
    flags.put("server.port", new ServerConfigFile.Flag("--port", "3000"));
    var loaded =
        load(
            """
            server:
              port: 1000
              db-user: of-file
            worker:
              kernels: 4
            """);
    assertThat(setting(loaded, "server.port"))
        .isEqualTo(new EffectiveSetting("server.port", "3000", "--port"));
    assertThat(setting(loaded, "server.db-user").origin()).isEqualTo("NIGHTJAR_SERVER_DB_USER");
    assertThat(setting(loaded, "worker.kernels").origin()).endsWith("nightjar.yaml:5");
    assertThat(setting(loaded, "worker.lease").origin()).isEqualTo("default");
  }

  @Test
  void all_that_is_wrong_is_said_at_once() throws IOException {
    variables.put("NIGHTJAR_WORKER_LEASE", "soon");
    variables.put("NIGHTJAR_SERVER_PROT", "1");
    assertThat(
            problems(
                """
                server:
                  prot: 8822
                  port: 70000
                  port: 1
                retention:
                  aeg: 30d
                alerts:
                  rules:
                    - {on: [failure, sucess], to: nobody}
                """))
        .containsExactlyInAnyOrder(
            "nightjar.yaml:4: server.port is set twice, first in line 3",
            "nightjar.yaml:3: server.port: '70000' is not a whole number from 0 to 65535",
            "NIGHTJAR_WORKER_LEASE: worker.lease: 'soon' is not a duration such as 90s, 15m or 2h.",
            "nightjar.yaml:9: alerts.rules[0].on: 'sucess' is none of failure, success, recovery, too-long, too-late",
            "nightjar.yaml:9: alerts.rules[0].to: there is no channel 'nobody' (channels: none)",
            "nightjar.yaml:2: server.prot: there is no such setting (did you mean server.port?)",
            "nightjar.yaml:6: retention.aeg: there is no such setting (did you mean retention.age?)",
            "NIGHTJAR_SERVER_PROT: there is no such variable (did you mean NIGHTJAR_SERVER_PORT?)");
  }

  @Test
  void what_is_no_yaml_is_said_with_its_line() throws IOException {
    assertThat(problems("server:\n  port: [1\n").getFirst())
        .startsWith("nightjar.yaml:3: is not valid YAML: ");
  }

  @Test
  void variables_that_kubernetes_makes_of_services_are_passed_over() {
    variables.put("NIGHTJAR_SERVER_PORT", "tcp://10.0.0.1:8822");
    variables.put("NIGHTJAR_SERVER_SERVICE_HOST", "10.0.0.1");
    assertThat(load().config().listen().port()).isEqualTo(8822);
  }

  @Test
  void an_address_that_others_reach_needs_a_decision_about_tls() throws IOException {
    assertThat(problems("server: {bind: 0.0.0.0}"))
        .singleElement()
        .asString()
        .contains("server.bind: 0.0.0.0 is reached from other machines", "server.plain-http");
    assertThat(problems("server: {bind: 0.0.0.0, plain-http: true}")).isEmpty();
  }

  @Nested
  class Secrets {
    @Test
    void come_from_a_file_before_a_variable() throws IOException {
      Path folder = Files.createDirectories(directory.resolve(".nightjar/secrets"));
      Files.writeString(folder.resolve("door"), "of-file\n");
      variables.put("door", "of-variable");
      variables.put("DB_PASSWORD", "hidden-1");
      var loaded = load("server: {token: 'secret:door', db-password: 'secret:DB_PASSWORD'}");
      assertThat(loaded.config().listen().token()).isEqualTo(new Secret("of-file"));
      assertThat(loaded.config().database().password()).isEqualTo(new Secret("hidden-1"));
      assertThat(setting(loaded, "server.token").shown()).isEqualTo("secret:door");
    }

    @Test
    void are_not_shown() throws IOException {
      flags.put("server.token", new ServerConfigFile.Flag("--token", "hidden-2"));
      var loaded = load("server: {db: 'jdbc:postgresql://u:hidden-3@h/db?password=hidden-4'}");
      assertThat(loaded.toString()).contains("***").doesNotContain("hidden");
      assertThat(loaded.settings().toString()).doesNotContain("hidden");
    }

    @Test
    void that_are_not_there_are_a_mistake() throws IOException {
      assertThat(problems("server: {token: 'secret:door'}"))
          .singleElement()
          .asString()
          .startsWith("nightjar.yaml:1: server.token: there is no secret 'door': write it to ");
    }

    @Test
    void of_other_folders_are_not_reached() {
      flags.put("server.token", new ServerConfigFile.Flag("--token", "secret:../door"));
      assertThatThrownBy(ServerConfigFileTest.this::load).hasMessageContaining("names no secret");
    }
  }

  @Test
  void channels_and_rules_of_alerts_are_read() throws IOException {
    variables.put("SLACK", "xoxb-1");
    ServerConfig.Alerts alerts =
        load("""
                alerts:
                  channels:
                    team:
                      type: slack
                      token: secret:SLACK
                      channel: "#team"
                    mail:
                      type: email
                      host: localhost
                      from: nightjar@example.org
                      to: [a@example.org, b@example.org]
                  rules:
                    - on: [failure, recovery]
                      to: team
                """)
            .config()
            .alerts();
    assertThat(alerts.channels().get("team"))
        .isInstanceOfSatisfying(
            ChannelConfig.Slack.class, slack -> assertThat(slack.channel()).isEqualTo("#team"));
    assertThat(alerts.channels().get("mail"))
        .isInstanceOfSatisfying(
            ChannelConfig.Email.class,
            mail -> {
              assertThat(mail.to()).containsExactly("a@example.org", "b@example.org");
              assertThat(mail.server().port()).isEqualTo(587);
            });
    assertThat(alerts.rules())
        .containsExactly(new ServerConfig.Alerts.Rule(Set.of("failure", "recovery"), "team"));
  }

  @Test
  void retention_is_for_all_and_for_definitions_by_name() throws IOException {
    ServerConfig.Retention retention =
        load("""
                retention:
                  age: 30d
                  definitions:
                    Nightly v1.2:
                      count: 10
                """)
            .config()
            .retention();
    assertThat(retention.rule().age()).isEqualTo(Duration.ofDays(30));
    assertThat(retention.definitions())
        .containsEntry("Nightly v1.2", new ServerConfig.Retention.Keep(null, 10));
  }
}
