package dev.nightjar.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a server runs. Read by [ServerConfigFile].
///
/// @param listen where it listens, and to whom
/// @param folders where its files are
/// @param database what remembers
/// @param work what it takes on
/// @param retention how long what ended is kept
/// @param alerts whom it tells
/// @param jsonLog whether its log is JSON, one object a line
public record ServerConfig(
    Listen listen,
    Folders folders,
    Store database,
    Work work,
    Retention retention,
    Alerts alerts,
    WorkflowFiles workflows,
    boolean jsonLog) {
  /// Where it listens.
  ///
  /// @param port 0 for any that is free
  /// @param token one that lets in whoever brings it, as administrator; null for none
  /// @param plainHttp whether it may listen beyond this machine without TLS
  /// @param url where people reach it, for links; null for the address it listens on
  public record Listen(
      String address,
      int port,
      @Nullable Secret token,
      @Nullable Tls tls,
      boolean plainHttp,
      @Nullable URI url) {
    /// Whether only this machine reaches it.
    public boolean isLoopback() {
      return isLoopback(address);
    }

    static boolean isLoopback(String address) {
      return address.equals("localhost")
          || address.matches("127(\\.\\d{1,3}){3}")
          || address.equals("::1")
          || address.equals("[::1]");
    }
  }

  /// PEM files.
  ///
  /// @param certificate with those that vouch for it
  /// @param key in PKCS #8, without a password
  public record Tls(Path certificate, Path key) {}

  /// Where files are.
  ///
  /// @param root of the notebooks
  /// @param data of the server's own: database, keys
  /// @param artifacts what runs start with and leave: shared by all servers of a database
  /// @param secrets one file each
  /// @param environments folders in which conda and virtual environments are looked for
  public record Folders(
      Path root, Path data, Path artifacts, Path secrets, List<Path> environments) {}

  /// Workflow files and what runs them.
  ///
  /// @param folder that is watched; null for none
  /// @param python starts the Python in which Airflow files are read and run
  /// @param shipped the folder of the Python files that come with this program
  public record WorkflowFiles(@Nullable Path folder, String python, Path shipped) {}

  /// A database.
  ///
  /// @param url of JDBC; null for SQLite in the data folder
  public record Store(@Nullable String url, @Nullable String user, @Nullable Secret password) {
    /// A JDBC URL without the password that it may hold.
    static String shown(String url) {
      return url.replaceAll("(?i)(password=)[^&;]*", "$1***").replaceAll("//[^/@]*@", "//***@");
    }

    @Override
    public String toString() {
      return "Store[url=%s, user=%s]".formatted(url == null ? null : shown(url), user);
    }
  }

  /// What it takes on.
  ///
  /// @param kernels at most so many at a time
  /// @param memory their memory limits add up to at most so many bytes; null for any
  /// @param lease how long it holds what it claimed
  /// @param drain how long it waits for what runs, when it is told to stop
  /// @param commands at most so many commands and Airflow tasks at a time
  public record Work(
      int kernels, @Nullable Long memory, Duration lease, Duration drain, int commands) {}

  /// How long what ended is kept.
  ///
  /// @param rule for all
  /// @param definitions by name of a definition, for its runs in place of that
  public record Retention(Keep rule, Map<String, Keep> definitions) {
    /// How long runs are kept.
    ///
    /// @param age at most so long after their end; null for ever
    /// @param count at most so many of a definition, the newest; null for all
    public record Keep(@Nullable Duration age, @Nullable Integer count) {
      /// Everything.
      public static final Keep ALL = new Keep(null, null);
    }
  }

  /// Whom it tells.
  ///
  /// @param channels by name
  /// @param rules for all runs
  /// @param webhookSecret what messages to `https://…` targets of definitions are signed with
  public record Alerts(
      Map<String, ChannelConfig> channels, List<Rule> rules, @Nullable Secret webhookSecret) {
    /// Nobody.
    public static final Alerts NONE = new Alerts(Map.of(), List.of(), null);

    /// What is told to whom.
    ///
    /// @param on `failure`, `success`, `recovery`, `too-long`, `too-late`
    /// @param to a channel's name, `slack:#channel`, `mailto:address` or `https://…`
    public record Rule(Set<String> on, String to) {}
  }
}
