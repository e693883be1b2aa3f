package dev.nightjar.http;

import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A certificate and its key, from PEM files.
final class TlsKey {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

  private TlsKey() {}

  /// @throws ConfigException if the files can't be used
  static SslContextFactory.Server context(ServerConfig.Tls tls) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(tls.key()), new char[0], certificates(tls.certificate()));
      var context = new SslContextFactory.Server();
      context.setKeyStore(store);
      context.setKeyStorePassword("");
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw problem("%s and %s can't be used: %s".formatted(tls.certificate(), tls.key(), e));
    }
  }

  private static Certificate[] certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> chain =
          new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (chain.isEmpty()) {
        throw problem(file + " holds no certificate: give one in PEM");
      }
      return chain.toArray(Certificate[]::new);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file));
    if (!matcher.find()) {
      throw problem(
          "%s holds no key that can be read: make one by `openssl pkcs8 -topk8 -nocrypt -in %s`"
              .formatted(file, file.getFileName()));
    }
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (InvalidKeySpecException otherKind) {
        // the next may fit
      }
    }
    throw problem("%s holds a key of an unknown kind: give RSA or EC".formatted(file));
  }

  private static ConfigException problem(String text) {
    return new ConfigException(List.of("server.tls: " + text));
  }
}
