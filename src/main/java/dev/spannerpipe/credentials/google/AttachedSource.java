package dev.spannerpipe.credentials.google;

import dev.spannerpipe.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Issues tokens of the identity that a Google runtime, such as Cloud Run, attaches to the process.
/// New tokens can be issued for as long as the process runs.
final class AttachedSource implements TokenSource {
  private final MetadataServer server;
  private final List<String> scopes;
  private final Consumer<Secret> issued;

  AttachedSource(MetadataServer server, List<String> scopes, Consumer<Secret> issued) {
    this.server = server;
    this.scopes = scopes;
    this.issued = issued;
  }

  @Override
  public AccessToken issue(boolean patient) {
    AccessToken token = server.token(scopes, patient);
    issued.accept(token.value());
    return token;
  }

  @Override
  public Optional<Instant> end() {
    return Optional.empty();
  }

  @Override
  public String identity() {
    return "the attached service account";
  }
}
