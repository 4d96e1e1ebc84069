package dev.spannerpipe.config;

import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.util.Optional;

/// Where a preview publishes its result in Bitbucket.
///
/// @param database the name of the database as far as it is given, even if the preview does not
///   connect to the database: the full name, or only the id
/// @param codeInsights whether to publish a report with annotations to Code Insights
/// @param proxy the address of the proxy of Bitbucket Pipelines; if empty, the run looks for the
///   proxy
/// @param api the address of Bitbucket's API; receives the access token
/// @param token the access token for pull request comments; if empty, there is no comment
public record ReviewSettings(
    Optional<String> database,
    boolean codeInsights,
    Optional<URI> proxy,
    URI api,
    Optional<Secret> token) {
  /// The address of Bitbucket's API.
  static final URI API = URI.create("https://api.bitbucket.org");
}
