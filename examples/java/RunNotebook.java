import dev.nightjar.engine.Cancellation;
import dev.nightjar.engine.ExecutionOptions;
import dev.nightjar.engine.Nightjar;
import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.engine.RunListener;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Output;
import dev.nightjar.notebook.html.HtmlExport;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Runs a notebook from Java: `java -cp 'lib/*' RunNotebook.java IN OUT`. */
public class RunNotebook {
  public static void main(String[] paths) throws Exception {
    var nightjar = new Nightjar(System.getenv(), Path.of("").toAbsolutePath());

    for (var parameter : nightjar.inspect(paths[0])) {
      System.out.println("parameter " + parameter.name() + " = " + parameter.defaultValue());
    }

    var request =
        NotebookRequest.of(paths[0], paths[1])
            .with(Parameters.empty().with("x", ParameterValue.of(20)))
            .with(ExecutionOptions.DEFAULT.within(Duration.ofSeconds(60), Duration.ofMinutes(10)));

    var listener =
        new RunListener() {
          @Override
          public void output(int index, Output output) {
            if (output instanceof Output.Stream(_, var text)) {
              System.out.print("cell " + (index + 1) + ": " + text);
            }
          }

          @Override
          public void cellFinished(int index, Cell cell) {
            System.out.println("cell " + (index + 1) + " is done");
          }
        };

    var result = nightjar.run(request, listener, new Cancellation());
    System.out.println(
        switch (result) {
          case NotebookResult.Completed _ -> "completed";
          case NotebookResult.Failed(_, var failure) -> failure.prompt() + " failed: " + failure.evalue();
          case NotebookResult.TimedOut(_, var index, var limit) -> "cell " + index + " took more than " + limit;
          case NotebookResult.KernelDied(_, var index, var how) -> "the kernel died in cell " + index + ": " + how;
          case NotebookResult.Cancelled _ -> "cancelled";
          case NotebookResult.Prepared _ -> "prepared";
        });

    try (var page = Files.newOutputStream(Path.of(paths[1] + ".html"))) {
      HtmlExport.write(result.notebook(), "A notebook", page);
    }
  }
}
