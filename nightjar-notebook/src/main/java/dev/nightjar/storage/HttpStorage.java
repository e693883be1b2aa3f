package dev.nightjar.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Documents on web servers: read by GET, written by PUT, as papermill's HttpHandler. Credentials
/// in a URL never reach a message.
final class HttpStorage implements NotebookStorage {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Override
  public boolean handles(String uri) {
    return uri.startsWith("http://") || uri.startsWith("https://");
  }

  @Override
  public byte[] read(String uri) {
    HttpRequest request =
        HttpRequest.newBuilder(parse(uri))
            .header("Accept", "application/json")
            .timeout(TIMEOUT)
            .build();
    return send(request, "read").body();
  }

  @Override
  public void write(String uri, Content content) {
    var bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new StorageException(
          "%s can't be written: %s".formatted(shown(uri), e.getMessage()), e);
    }
    HttpRequest request =
        HttpRequest.newBuilder(parse(uri))
            .header("Content-Type", "application/json")
            .timeout(TIMEOUT)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
            .build();
    send(request, "written");
  }

  private static HttpResponse<byte[]> send(HttpRequest request, String deed) {
    String shown = shown(request.uri().toString());
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(TIMEOUT)
            .build()) {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new StorageException(
            "%s can't be %s: the server answered %d."
                .formatted(shown, deed, response.statusCode()));
      }
      return response;
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new StorageException("%s can't be %s: %s".formatted(shown, deed, reason), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("%s can't be %s: interrupted".formatted(shown, deed), e);
    }
  }

  private static URI parse(String uri) {
    try {
      return URI.create(uri.replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new StorageException("'%s' is not a URL".formatted(shown(uri)), e);
    }
  }

  /// The URL without what may be secret in it.
  private static String shown(String uri) {
    return uri.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "");
  }
}
