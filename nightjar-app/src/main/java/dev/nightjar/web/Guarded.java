package dev.nightjar.web;

import dev.nightjar.files.InputPathException;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.workflow.WorkflowException;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handlers of requests that say on a page what went wrong.
///
/// @param clock the time
record Guarded(Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

  /// Shows a page.
  Handler page(Function<Visit, Page> page) {
    return handler(visit -> page.apply(visit).answer(visit), false);
  }

  /// Answers as it likes.
  Handler answer(Consumer<Visit> answer) {
    return handler(answer, false);
  }

  /// Does something, if the request comes from a form of ours.
  Handler form(Consumer<Visit> action) {
    return handler(action, true);
  }

  private Handler handler(Consumer<Visit> action, boolean form) {
    return request -> {
      Visit visit = Visit.of(request, clock);
      try {
        if (form) {
          Csrf.check(request);
        }
        action.accept(visit);
      } catch (HttpProblem problem) {
        problem(visit, problem.status(), String.valueOf(problem.getMessage()));
      } catch (InputPathException
          | SnapshotException
          | ScheduleException
          | WorkflowException problem) {
        problem(visit, 400, String.valueOf(problem.getMessage()));
      } catch (HttpResponseException problem) {
        problem(visit, problem.getStatus(), String.valueOf(problem.getMessage()));
      } catch (RuntimeException problem) {
        LOG.error("{} {} failed", request.method(), request.path(), problem);
        problem(visit, 500, "Something unexpected happened. The server's log says more.");
      }
    };
  }

  /// A page that says what went wrong.
  static void problem(Visit visit, int status, String message) {
    visit.request().status(status);
    Html body =
        Html.of(
            """
            <div class="empty problem"><p class="code">{}</p><h1>{}</h1><p>{}</p>
            <p><a class="button" href="/">To the dashboard</a></p></div>""",
            status,
            HttpStatus.forStatus(status).getMessage(),
            message);
    Page.still(Page.Section.NONE, String.valueOf(status), body).answer(visit);
  }
}
