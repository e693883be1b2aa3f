package dev.nightjar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.alert.Certificates;
import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfig;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsKeyTest {
  @TempDir Path folder;

  @Test
  void a_server_speaks_tls_with_the_certificate_it_was_given() throws Exception {
    var certificates = new Certificates(folder);
    var tls = new ServerConfig.Tls(certificates.certificate(), certificates.key());
    Routes routes = some -> some.get("/", request -> request.result(request.scheme()));
    try (var server = new HttpServer("127.0.0.1", 0, tls, new Access(null), List.of(routes));
        var client = HttpClient.newBuilder().sslContext(trusting(tls.certificate())).build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port())).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("https");
    }
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  @Test
  void a_key_of_another_form_is_refused_with_the_command_that_turns_it() throws Exception {
    var certificates = new Certificates(folder);
    Path key = Files.writeString(folder.resolve("rsa.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
    var tls = new ServerConfig.Tls(certificates.certificate(), key);
    assertThatThrownBy(() -> TlsKey.context(tls))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in rsa.pem");
  }
}
