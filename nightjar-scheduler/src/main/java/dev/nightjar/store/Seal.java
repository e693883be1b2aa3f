package dev.nightjar.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what nobody may read who only has the database: AES-GCM with a random nonce for each
/// text, bound to what the text is, so that one can't be put in place of another. Marks what has
/// only to be recognised. Thread-safe.
public final class Seal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final String MARKS = "HmacSHA256";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /// @param key 16 or 32 random bytes, the same for all servers of a database
  public Seal(byte[] key) {
    if (key.length != 16 && key.length != 32) {
      throw new StoreException(
          "a key of %d bytes can't encrypt: give 16 or 32".formatted(key.length), null);
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /// @param what it is, such as `variable x`
  String close(String what, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, what, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new StoreException(what + " can't be encrypted: " + e.getMessage(), e);
    }
  }

  /// What [#close] was given.
  ///
  /// @throws StoreException if it was sealed with another key, or is damaged
  String open(String what, String sealed) {
    try {
      byte[] all = Base64.getDecoder().decode(sealed);
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, what, nonce)
              .doFinal(all, NONCE_BYTES, Math.max(0, all.length - NONCE_BYTES));
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StoreException(
          "%s can't be read: it was stored with another key. Give this server the key file of the one that stored it, or set it again."
              .formatted(what),
          e);
    }
  }

  /// 64 hexadecimal digits, the same for the same text, which nobody can find who guesses the text
  /// but does not have the key.
  public String mark(String text) {
    try {
      byte[] own = hmac(key.getEncoded(), "marks");
      return HexFormat.of().formatHex(hmac(own, text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(MARKS);
    mac.init(new SecretKeySpec(key, MARKS));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private Cipher cipher(int mode, String what, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(what.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
