package dev.spannerpipe.config;

import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.util.Optional;

/// Where a preview publishes its result in Bitbucket.
///
/// @param codeInsights whether to publish a report with annotations to Code Insights
/// @param proxy the address of the proxy of Bitbucket Pipelines; if empty, the run looks for the
///   proxy
/// @param api the address of Bitbucket's API; receives the access token
/// @param token the access token for pull request comments; if empty, there is no comment
/// @param stepHost the name or address of the machine that runs the step, if Bitbucket provides it
/// @param dockerHost the address of the step's container engine (`DOCKER_HOST`); the proxy is often
///   on the same machine
public record ReviewSettings(
    boolean codeInsights,
    Optional<URI> proxy,
    URI api,
    Optional<Secret> token,
    Optional<String> stepHost,
    Optional<String> dockerHost) {
  /// The address of Bitbucket's API.
  static final URI API = URI.create("https://api.bitbucket.org");
}
