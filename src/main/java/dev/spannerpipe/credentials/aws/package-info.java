/// Temporary AWS credentials for a verified OIDC token: AssumeRoleWithWebIdentity, once, and scoped
/// by a session policy.
@NullMarked
package dev.spannerpipe.credentials.aws;

import org.jspecify.annotations.NullMarked;
