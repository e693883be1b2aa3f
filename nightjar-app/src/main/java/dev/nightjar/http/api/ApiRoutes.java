package dev.nightjar.http.api;

import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Seal;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.stream.Stream;

/// `/api`.
public final class ApiRoutes implements Routes {
  private final List<Operation> operations;

  /// @param feed tells what happens
  /// @param workflows what people do with workflows of files
  /// @param seal what variables and connections are encrypted with
  public ApiRoutes(Services services, EventFeed feed, Workflows workflows, Seal seal) {
    var idempotency = new Idempotency(services.database(), services.clock());
    this.operations =
        Stream.of(
                new Documentation().operations(),
                new StatusApi(services).operations(),
                new JobApi(services, idempotency).operations(),
                new LogApi(services).operations(),
                new ArtifactApi(services).operations(),
                new DefinitionApi(services, idempotency).operations(),
                new WorkflowApi(services, workflows, idempotency).operations(),
                new BackfillApi(services, workflows).operations(),
                new RunApi(services, workflows).operations(),
                new ResumeApi(services, workflows).operations(),
                new GridApi(services).operations(),
                new ComparisonApi(services).operations(),
                new ScheduleApi(services).operations(),
                new NotebookApi(services).operations(),
                new PoolApi(services).operations(),
                new VariableApi(services, seal).operations(),
                new ConnectionApi(services, seal).operations(),
                new EventApi(feed).operations())
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public void addTo(RoutesConfig routes) {
    for (Operation one : operations) {
      routes.addHttpHandler(one.method(), one.path(), one.handler(), one.role());
    }
  }

  /// All of them.
  List<Operation> operations() {
    return operations;
  }
}
