package dev.nightjar.http;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.files.InputPathException;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.json.Json;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.store.StoreException;
import dev.nightjar.workflow.WorkflowException;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens, lets in who may come in, and answers in the form of the interface that was asked.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long LARGEST_BODY = 64L << 20;

  private final Javalin server;

  /// Starts to listen without TLS.
  ///
  /// @param address such as `127.0.0.1`
  /// @param port 0 for any that is free
  public HttpServer(String address, int port, Access access, List<Routes> routes) {
    this(address, port, null, access, routes);
  }

  /// Starts to listen.
  ///
  /// @param address such as `127.0.0.1`
  /// @param port 0 for any that is free
  /// @param tls null for none
  /// @throws dev.nightjar.config.ConfigException if the files of `tls` can't be used
  public HttpServer(
      String address,
      int port,
      ServerConfig.@Nullable Tls tls,
      Access access,
      List<Routes> routes) {
    SslContextFactory.Server secure = tls == null ? null : TlsKey.context(tls);
    this.server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.startup.showOldJavalinVersionWarning = false;
                  config.concurrency.useVirtualThreads = true;
                  config.http.prefer405over404 = true;
                  config.http.maxRequestSize = LARGEST_BODY;
                  config.jetty.host = address;
                  config.jetty.port = port;
                  config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
                  if (secure != null) {
                    config.jetty.addConnector(
                        (jetty, http) -> connector(jetty, http, secure, address, port));
                  }
                  access.addTo(config.routes);
                  routes.forEach(some -> some.addTo(config.routes));
                  problems(config.routes);
                })
            .start();
  }

  private static Connector connector(
      Server jetty,
      HttpConfiguration http,
      SslContextFactory.Server secure,
      String address,
      int port) {
    http.addCustomizer(new SecureRequestCustomizer(false));
    var connector =
        new ServerConnector(
            jetty,
            new SslConnectionFactory(secure, HttpVersion.HTTP_1_1.asString()),
            new HttpConnectionFactory(http));
    connector.setHost(address);
    connector.setPort(port);
    return connector;
  }

  private static void problems(RoutesConfig routes) {
    routes.exception(
        HttpProblem.class, (problem, request) -> say(request, problem.status(), problem));
    for (var bad :
        List.of(
            InputPathException.class,
            SnapshotException.class,
            ScheduleException.class,
            WorkflowException.class)) {
      routes.exception(bad, (problem, request) -> say(request, 400, problem));
    }
    routes.exception(
        StoreException.Duplicate.class, (problem, request) -> say(request, 409, problem));
    routes.exception(
        HttpResponseException.class,
        (problem, request) -> {
          // Whoever may not come in is not told which addresses there are.
          boolean stranger = Requests.callerOrNull(request) == null && problem.getStatus() < 406;
          if (stranger) {
            HttpProblem forbidden = Access.forbidden(request);
            say(request, forbidden.status(), forbidden);
          } else {
            say(request, problem.getStatus(), problem);
          }
        });
    routes.exception(
        Exception.class,
        (problem, request) -> {
          LOG.error("{} {} failed", request.method(), request.path(), problem);
          say(request, 500, new RuntimeException("Unexpected error. The server's log says more."));
        });
  }

  private static void say(Context request, int status, Exception problem) {
    var body = Json.object();
    String message = String.valueOf(problem.getMessage());
    if (AirflowProblem.isFor(request.path())) {
      AirflowProblem.answer(request, status, message);
    } else if (request.path().startsWith("/api")) {
      body.put("type", "about:blank").put("title", title(status)).put("status", status);
      body.put("detail", message);
      if (problem instanceof HttpProblem ours && !ours.fields().isEmpty()) {
        var errors = body.putArray("errors");
        ours.fields()
            .forEach(
                one -> errors.addObject().put("field", one.field()).put("detail", one.detail()));
      }
      request.status(status).contentType("application/problem+json").result(Json.compact(body));
    } else {
      body.put("message", message).putNull("reason");
      request.status(status).contentType("application/json").result(Json.compact(body));
    }
  }

  private static String title(int status) {
    return HttpStatus.forStatus(status).getMessage();
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// Stops to listen.
  @Override
  public void close() {
    server.stop();
  }
}
