package dev.nightjar.alert;

import dev.nightjar.config.Secret;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Makes alerts of the parameters SLACK_TOKEN and SLACK_CHANNEL, by which argo-jupyter-scheduler is
/// asked for a message. They are no parameters any more then: notebooks, their saved copies and the
/// database never see the token.
public final class SlackParameters implements UnaryOperator<Workflow> {
  static final String SECRET = "?secret=";
  private static final String TOKEN = "SLACK_TOKEN";
  private static final String CHANNEL = "SLACK_CHANNEL";

  private final JobSecrets secrets;

  public SlackParameters(JobSecrets secrets) {
    this.secrets = secrets;
  }

  /// @throws WorkflowException if there is a token, but no channel
  @Override
  public Workflow apply(Workflow workflow) {
    if (!workflow.parameters().containsKey(TOKEN)) {
      return workflow;
    }
    Map<String, Object> parameters = new LinkedHashMap<>(workflow.parameters());
    String token = Masking.bare(String.valueOf(parameters.remove(TOKEN)));
    Object channel = parameters.remove(CHANNEL);
    if (token.isEmpty() || channel == null || Masking.bare(channel.toString()).isEmpty()) {
      throw new WorkflowException(
          "the parameters SLACK_TOKEN and SLACK_CHANNEL go together: give both, or neither");
    }
    List<AlertRule> alerts = new ArrayList<>(workflow.alerts());
    alerts.removeIf(rule -> rule.target().contains(SECRET));
    alerts.add(
        new AlertRule(
            EnumSet.of(AlertRule.On.SUCCESS, AlertRule.On.FAILURE),
            "slack:%s%s%s"
                .formatted(
                    named(Masking.bare(channel.toString())),
                    SECRET,
                    secrets.put(new Secret(token)))));
    return new Workflow(workflow.name(), workflow.tags(), parameters, workflow.tasks(), alerts);
  }

  /// With the `#` that users leave out, unless it is an id.
  static String named(String channel) {
    return channel.startsWith("#")
            || channel.startsWith("@")
            || channel.matches("[CDGU][A-Z0-9]{8,}")
        ? channel
        : "#" + channel;
  }
}
