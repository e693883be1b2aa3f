package dev.nightjar.workflowfile;

import dev.nightjar.dsl.Workflow;
import dev.nightjar.json.Json;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The program that [JavaWorkflow] starts: compiles a workflow file, calls its `workflow()`, and
/// writes what that gave, or what is wrong, as JSON into a file.
public final class JavaWorkflowProgram {
  private static final String METHOD = "workflow";

  private final Path file;
  private final ObjectNode answer = Json.object();

  private JavaWorkflowProgram(Path file) {
    this.file = file;
  }

  /// Where the program starts.
  ///
  /// @param arguments the Java file, and the file for the answer
  public static void main(String[] arguments) throws IOException {
    var program = new JavaWorkflowProgram(Path.of(arguments[0]));
    Path classes = Files.createTempDirectory("nightjar-classes-");
    try {
      program.read(classes);
    } finally {
      try (Stream<Path> all = Files.walk(classes)) {
        for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(one);
        }
      }
    }
    Files.write(Path.of(arguments[1]), Json.compact(program.answer));
    Runtime.getRuntime().halt(0); // whatever threads the file may have started
  }

  private void read(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      problem(
          1,
          1,
          "the Java in %s has no compiler: workflow files in Java need a JDK, not a runtime alone"
              .formatted(System.getProperty("java.home")));
    } else if (compile(compiler, classes)) {
      try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
        call(methods(loader, classes));
      }
    }
  }

  private boolean compile(JavaCompiler compiler, Path classes) throws IOException {
    var told = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(told, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-proc:none", "-implicit:none", "-nowarn", "-d", classes.toString());
      boolean fine =
          compiler.getTask(null, files, told, options, null, files.getJavaFileObjects(file)).call();
      told.getDiagnostics().stream()
          .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
          .forEach(
              one ->
                  problem(
                      Math.max(1, one.getLineNumber()),
                      Math.max(1, one.getColumnNumber()),
                      one.getMessage(Locale.ROOT).replaceAll("\\s*\\R\\s*", " ")));
      return fine;
    }
  }

  private static List<Method> methods(ClassLoader loader, Path classes) throws IOException {
    List<Method> methods = new ArrayList<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(one).toString().replace('/', '.');
        Class<?> type = Class.forName(name.replaceFirst("\\.class$", ""), false, loader);
        Stream.of(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(METHOD))
            .filter(method -> method.getParameterCount() == 0)
            .filter(method -> method.getReturnType().equals(Workflow.class))
            .forEach(methods::add);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e); // it was just written
    }
    return methods;
  }

  private void call(List<Method> methods) {
    if (methods.size() != 1) {
      problem(
          1,
          1,
          "the file has %s: give it one method 'static Workflow workflow()'"
              .formatted(methods.isEmpty() ? "no workflow" : methods.size() + " workflows"));
      return;
    }
    Method method = methods.getFirst();
    if (!Modifier.isStatic(method.getModifiers())) {
      problem(1, 1, "workflow() is not static: write 'static Workflow workflow()'");
      return;
    }
    try {
      method.setAccessible(true);
      if (method.invoke(null) instanceof Workflow workflow) {
        Workflow.Written written = workflow.written();
        answer.put("workflow", written.yaml());
        ArrayNode lines = answer.putArray("lines");
        written.lines().forEach(lines::add);
      } else {
        problem(1, 1, "workflow() gives null: give it a workflow");
      }
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      problem(line(cause), 1, "workflow() failed: " + cause);
    } catch (ReflectiveOperationException e) {
      problem(1, 1, "workflow() can't be called: " + e);
    }
  }

  /// The line of the file at which it happened.
  private long line(Throwable problem) {
    String name = file.getFileName().toString();
    return Stream.of(problem.getStackTrace())
        .filter(frame -> name.equals(frame.getFileName()))
        .mapToLong(StackTraceElement::getLineNumber)
        .findFirst()
        .orElse(1);
  }

  private void problem(long line, long column, String text) {
    answer
        .withArray("problems")
        .addObject()
        .put("line", line)
        .put("column", column)
        .put("text", text);
  }
}
