package dev.spannerpipe.testing.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority that exists for one test, as organizations have one of their own. The
/// JDK's `keytool` makes its keys.
public final class TestAuthority {
  /// Opens the trust store. The store has neither a checksum nor encryption, so no password opens
  /// it, too: it can be put in the place of Java's own `cacerts`.
  public static final String PASSWORD = "changeit";

  private static final String KEYS = "keys.p12";
  private static final String OWN = "authority";

  private final Path folder;
  private int issued;

  private TestAuthority(Path folder) {
    this.folder = folder;
  }

  /// Makes one whose files are in this folder.
  public static TestAuthority in(Path folder) {
    try {
      Files.createDirectories(folder);
      TestAuthority authority = new TestAuthority(folder);
      // Of two authorities with one name, Java would sometimes try the key of the other.
      authority.generate(OWN, "-dname", "CN=Test authority " + UUID.randomUUID(), "-ext", "bc:c");
      authority.writeTrust();
      return authority;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Returns the trust store, in the format PKCS12, with the authority's certificate and no other.
  public Path trustStore() {
    return folder.resolve("trust.p12");
  }

  /// Returns the authority's certificate as PEM.
  public Path pem() {
    return folder.resolve("authority.pem");
  }

  /// Issues a certificate for a server that has these names, which may be IPv4 addresses, too.
  public synchronized ServerCertificate issue(String... names) {
    String alias = "server-" + ++issued;
    String subjects =
        Stream.of(names)
            .distinct()
            .map(name -> (isAddress(name) ? "ip:" : "dns:") + name)
            .collect(Collectors.joining(",", "san=", ""));
    try {
      generate(alias, "-dname", "CN=" + alias, "-signer", OWN, "-ext", subjects);
      KeyStore all = load(folder.resolve(KEYS));
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      one.setKeyEntry(
          "server",
          all.getKey(alias, PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          all.getCertificateChain(alias));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(load(trustStore()));
      return ServerCertificate.of(one, trust.getTrustManagers());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean isAddress(String name) {
    return name.equals(URI.create("http://" + name).getHost()) && name.matches("[0-9.]+");
  }

  private void writeTrust() throws IOException, GeneralSecurityException {
    Certificate own = load(folder.resolve(KEYS)).getCertificate(OWN);
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(OWN, own);
    try (OutputStream file = Files.newOutputStream(trustStore())) {
      trust.store(file, null);
    }
    Files.writeString(
        pem(),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(own.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private void generate(String alias, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-validity", "2"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", folder.resolve(KEYS).toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getOutputStream().close();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + "\n" + output);
      }
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }
}
