package dev.nightjar.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Deletes a kernel behind a gateway if we go without a word, by `kill -9`: a small process that
/// notices when its line to us breaks. Without bash or curl there is none, and the kernel is left
/// to the gateway's culling.
final class GatewayKeeper {
  private final OutputStream line;

  private GatewayKeeper(OutputStream line) {
    this.line = line;
  }

  /// Starts one for the kernel at `uri`.
  static GatewayKeeper start(Gateway gateway, URI uri) {
    try {
      var builder = new ProcessBuilder("bash", "-c", script(), "gateway-keeper");
      builder.environment().keySet().removeIf(name -> name.startsWith("JUPYTER_"));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      GatewayKeeper keeper = new GatewayKeeper(builder.start().getOutputStream());
      keeper.say(option("url", uri.toString()));
      gateway.headers().forEach((name, value) -> keeper.say(option("header", name + ": " + value)));
      if (!gateway.validatesCertificate()) {
        keeper.say("insecure");
      }
      return keeper;
    } catch (IOException e) {
      return new GatewayKeeper(OutputStream.nullOutputStream());
    }
  }

  /// The kernel has been deleted, or is to stay.
  void forget() {
    say("forget");
    try {
      line.close();
    } catch (IOException e) {
      // it has gone
    }
  }

  private static String option(String name, String value) {
    return "%s = \"%s\"".formatted(name, value.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private synchronized void say(String words) {
    try {
      line.write((words + "\n").getBytes(StandardCharsets.UTF_8));
      line.flush();
    } catch (IOException e) {
      // it has gone
    }
  }

  private static String script() {
    try (InputStream script = GatewayKeeper.class.getResourceAsStream("gateway-keeper.sh")) {
      if (script == null) {
        throw new IllegalStateException("gateway-keeper.sh is missing from the program");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
