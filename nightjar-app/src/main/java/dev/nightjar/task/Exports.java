package dev.nightjar.task;

import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.html.HtmlExport;
import dev.nightjar.storage.FileReplacement;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes the outputs that are asked for from the executed notebook: `ipynb` is there already,
/// `html` is our page, all others are made by nbconvert.
final class Exports {
  private static final Pattern FORMAT = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,49}");

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final List<String> formats;
  private final Path folder;
  private final String name;
  private final Map<String, String> variables;
  private final PrintStream log;

  /// @param folder where the executed notebook is saved, and all others go
  /// @param name of each, without suffix
  Exports(
      List<String> formats,
      Path folder,
      String name,
      Map<String, String> variables,
      PrintStream log) {
    this.formats = List.copyOf(formats);
    this.folder = folder;
    this.name = name;
    this.variables = variables;
    this.log = log;
  }

  /// Checks, before anything is run, that all formats can be had.
  ///
  /// @throws NotebookException naming the first that can't
  void check() {
    for (String format : formats) {
      if (!FORMAT.matcher(format).matches()) {
        throw new NotebookException("'%s' is no format for outputs.".formatted(format));
      }
      if (!isOurs(format) && nbconvert(variables).isEmpty()) {
        throw new NotebookException(
            "Outputs in the format '%s' are made by nbconvert, which is not installed here. Ask for ipynb or html, or install it (pip install nbconvert)."
                .formatted(format));
      }
    }
  }

  private static boolean isOurs(String format) {
    return format.equals("ipynb") || format.equals("html");
  }

  /// Makes them all.
  ///
  /// @param executed what the notebook's file holds
  /// @param ended whether the attempt may not go on
  /// @throws NotebookException if nbconvert fails
  void make(Notebook executed, BooleanSupplier ended) throws InterruptedException {
    for (String format : formats) {
      if (format.equals("html")) {
        html(executed);
      } else if (!isOurs(format)) {
        convert(format, ended);
      }
    }
  }

  /// The outputs that are there, by format.
  Map<String, Path> made() {
    Map<String, Path> made = new LinkedHashMap<>();
    for (String format : formats) {
      if (Files.isRegularFile(file(format))) {
        made.put(format, file(format));
      }
    }
    return made;
  }

  /// Where the executed notebook is saved.
  Path notebook() {
    return file("ipynb");
  }

  private Path file(String format) {
    return folder.resolve(name + "." + format);
  }

  private void html(Notebook executed) {
    String title = HtmlExport.title(executed).orElse(name);
    FileReplacement.write(
        file("html"),
        file("html").toString(),
        out -> {
          try {
            HtmlExport.write(executed, title, out);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /// nbconvert gives files the suffixes it likes; each is made in a folder of its own, and renamed
  /// to that of its format, as jupyter-scheduler does.
  private void convert(String format, BooleanSupplier ended) throws InterruptedException {
    try {
      Path made = Files.createTempDirectory(folder, ".nbconvert-");
      List<String> command = new ArrayList<>(nbconvert(variables).orElseThrow());
      command.addAll(
          List.of(
              "--to",
              format,
              "--output-dir",
              made.toString(),
              "--output",
              "output",
              notebook().toString()));
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(made.resolve("nbconvert.log").toFile());
      builder.environment().clear();
      builder.environment().putAll(variables);
      int status = waitFor(builder.start(), ended);
      List<String> said = Files.readAllLines(made.resolve("nbconvert.log"));
      said.forEach(log::println);
      Optional<Path> output = output(made);
      if (status != 0 || output.isEmpty()) {
        throw new NotebookException(
            "nbconvert could not make the output in the format '%s': %s"
                .formatted(format, said.isEmpty() ? "status " + status : said.getLast()));
      }
      Files.move(output.get(), file(format), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NotebookException(
          "nbconvert could not make the output in the format '%s': %s"
              .formatted(format, e.getMessage()),
          e);
    }
  }

  private static int waitFor(Process process, BooleanSupplier ended) throws InterruptedException {
    while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      if (ended.getAsBoolean()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new InterruptedException("the attempt was ended while nbconvert ran");
      }
    }
    return process.exitValue();
  }

  private static Optional<Path> output(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith("output"))
          .findFirst();
    }
  }

  /// How nbconvert is called here.
  static Optional<List<String>> nbconvert(Map<String, String> variables) {
    return onPath("jupyter-nbconvert", variables)
        .map(program -> List.of(program.toString()))
        .or(
            () ->
                onPath("jupyter", variables)
                    .map(program -> List.of(program.toString(), "nbconvert")));
  }

  static Optional<Path> onPath(String program, Map<String, String> variables) {
    return Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
