package dev.nightjar.alert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and its certificate for 127.0.0.1, made by keytool.
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  public Certificates(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-validity",
        "3");
    keytool("-exportcert", "-rfc", "-file", certificate().toString());
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var line =
        new java.util.ArrayList<>(
            java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    line.addAll(java.util.List.of(arguments));
    line.addAll(
        java.util.List.of(
            "-keystore",
            folder.resolve("store.p12").toString(),
            "-storepass",
            PASSWORD,
            "-alias",
            "server"));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.log")));
    }
  }

  public Path certificate() {
    return folder.resolve("certificate.pem");
  }

  /// The key as PEM, in PKCS #8.
  public Path key() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] key = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(java.util.Base64.getMimeEncoder().encodeToString(key)));
  }

  SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
