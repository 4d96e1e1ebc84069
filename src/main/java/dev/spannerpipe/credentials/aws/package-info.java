/// Temporary AWS credentials for a verified OIDC token, from a single AssumeRoleWithWebIdentity
/// request that is restricted by a session policy.
@NullMarked
package dev.spannerpipe.credentials.aws;

import org.jspecify.annotations.NullMarked;
