package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Routes;
import dev.nightjar.picture.SvgPicture;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Style sheet, script and icon. Their addresses change with their content, so that browsers may
/// keep them for good.
final class Assets implements Routes {
  private static final Map<String, Asset> ALL =
      Stream.of(
              Asset.of("nightjar.css", "text/css; charset=utf-8"),
              Asset.of("nightjar.js", "text/javascript; charset=utf-8"),
              Asset.of("nightjar.svg", "image/svg+xml"))
          .collect(Collectors.toMap(Asset::name, asset -> asset));

  private record Asset(String name, String type, String content, String version) {
    static Asset of(String name, String type) {
      try (InputStream in = Assets.class.getResourceAsStream(name)) {
        byte[] content = Objects.requireNonNull(in, name).readAllBytes();
        String text = new String(content, StandardCharsets.UTF_8);
        if (name.endsWith(".css")) {
          text += SvgPicture.style();
        }
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return new Asset(name, type, text, HexFormat.of().formatHex(hash, 0, 6));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Where it is had.
  static String address(String name) {
    return "/assets/%s?v=%s".formatted(name, Objects.requireNonNull(ALL.get(name)).version());
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/assets/{name}", Assets::answer);
    routes.get("/favicon.ico", request -> request.redirect(address("nightjar.svg")));
  }

  private static void answer(Context request) {
    Asset asset = ALL.get(request.pathParam("name"));
    if (asset == null) {
      throw HttpProblem.missing("There is no such file.");
    }
    boolean current = asset.version().equals(request.queryParam("v"));
    request
        .header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .contentType(asset.type())
        .result(asset.content());
  }
}
