package dev.spannerpipe.testing.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The certificate of a server with its private key.
public final class ServerCertificate {
  private final KeyManager[] keys;
  private final SSLContext context;

  private ServerCertificate(KeyManager[] keys, SSLContext context) {
    this.keys = keys;
    this.context = context;
  }

  static ServerCertificate of(KeyStore store, TrustManager... trust)
      throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, TestAuthority.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust, null);
    return new ServerCertificate(keys.getKeyManagers(), context);
  }

  /// Returns what a server needs that makes its own TLS connections.
  public KeyManager[] keys() {
    return keys.clone();
  }

  /// Returns what a server needs that has the JDK make them. As a client, it trusts the authority
  /// of this certificate and no other.
  public SSLContext context() {
    return context;
  }
}
