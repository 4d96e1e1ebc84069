package dev.spannerpipe.identity;

/// The reasons why a token is not trusted. Their codes appear in messages and in the records of
/// runs, so the codes are never renamed.
public enum TokenRejectionReason {
  /// There is no token.
  TOKEN_MISSING("Set oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN"),
  /// The token is shorter or longer than a token can be.
  TOKEN_SIZE("Pass the token of the step unchanged"),
  /// The token has white space in or around it.
  TOKEN_WHITESPACE("Pass the token without spaces or line ends around it"),
  /// The token has characters that no token can have.
  TOKEN_CHARACTERS("Pass the token of the step unchanged"),
  /// The token does not have the three parts of a signed token.
  TOKEN_PARTS("Pass a signed token, not an encrypted or a shortened one"),
  /// A part of the token is not canonical base64url.
  TOKEN_ENCODING("Pass the token of the step unchanged"),
  /// The header is not an unambiguous JSON object.
  HEADER_MALFORMED("Take the token from the step, or from an issuer that keeps to RFC 7515"),
  /// The header has a parameter that the issuers do not use, but that an attacker could use.
  HEADER_NOT_ALLOWED("Find out where this token comes from: the issuer does not issue such tokens"),
  /// The issuer does not use this signature algorithm.
  ALGORITHM_NOT_ALLOWED("Find out where this token comes from: the issuer does not sign this way"),
  /// The header does not name the key that the token was signed with.
  KEY_ID_MISSING("Take the token from an issuer that names its keys"),
  /// The key's ID is too long or not printable.
  KEY_ID_MALFORMED(
      "Use a token of an issuer whose key ids are printable ASCII text of at most 256 characters"),
  /// The header states another type than `JWT`.
  TYPE_NOT_ALLOWED("Pass an ID token, of the type JWT"),
  /// The payload is not an unambiguous JSON object.
  PAYLOAD_MALFORMED("Take the token from the step, or from an issuer that keeps to RFC 7519"),
  /// No issuer to trust is configured.
  ISSUER_UNKNOWN("Set OIDC_ISSUER, or run the pipe in a step, which sets BITBUCKET_WORKSPACE"),
  /// Another issuer than the trusted one made the token.
  ISSUER_MISMATCH(
      "Correct OIDC_ISSUER or BITBUCKET_WORKSPACE if they are wrong; a token of another issuer is never accepted"),
  /// The issuer's discovery document could not be read.
  DISCOVERY_UNREACHABLE(
      "Let the step reach the issuer, and run again; Bitbucket serves the issuer's documents only after the first pipeline with oidc: true"),
  /// The issuer's discovery document is not valid.
  DISCOVERY_INVALID("Correct OIDC_ISSUER, or fix the issuer"),
  /// The issuer's keys are at an address that is not allowed.
  KEY_ADDRESS_NOT_ALLOWED(
      "Correct OIDC_ISSUER, or let the issuer serve its keys from its own host"),
  /// The issuer's keys could not be read.
  KEYS_UNREACHABLE("Let the step reach the issuer, and run again"),
  /// The issuer's key set is not valid.
  KEYS_INVALID("Correct OIDC_ISSUER, or fix the issuer"),
  /// The issuer publishes no key with the ID in the token.
  KEY_NOT_FOUND(
      "Run the step again for a new token: the issuer may have rotated its keys; if the problem persists, the"
          + " token is not the issuer's"),
  /// The issuer's key is too weak, or too large.
  KEY_WEAK("Let the issuer use RSA keys of 2048 to 8192 bits"),
  /// The issuer's key cannot be used for signatures with the token's algorithm.
  KEY_UNSUITABLE("Let the issuer sign with a key that is published for this algorithm"),
  /// The signature was not made with the issuer's key, or the token was changed.
  SIGNATURE_INVALID("Find out who changed the token: it is not what the issuer signed"),
  /// A required claim is missing.
  CLAIM_MISSING("Let the issuer put this claim into the token"),
  /// A standard claim has the wrong JSON type, or an impossible value.
  CLAIM_TYPE("Configure the issuer to send this claim in its standard form"),
  /// The token is valid for longer than a day, or for no time at all.
  LIFETIME_NOT_ALLOWED("Let the issuer issue tokens for 24 hours at most"),
  /// The token was issued in the future.
  ISSUED_IN_FUTURE("Set the clock of the machine or of the issuer"),
  /// The token has expired, or is about to expire.
  TOKEN_EXPIRED("Run the step again: a token cannot be renewed inside a step"),
  /// The token is not valid yet.
  TOKEN_NOT_YET_VALID("Wait, or set the clock of the machine or of the issuer"),
  /// No expected audience is configured.
  AUDIENCE_UNKNOWN("Set OIDC_AUDIENCE to the audience that the issuer's tokens for this pipe have"),
  /// The token does not have any of the expected audiences.
  AUDIENCE_MISMATCH("Give the step this audience under oidc: audiences, or correct OIDC_AUDIENCE"),
  /// A claim does not have the form that this issuer gives it.
  CLAIM_SHAPE("Find out where this token comes from: the issuer does not issue such tokens"),
  /// The subject contradicts the other claims.
  SUBJECT_MISMATCH("Find out where this token comes from: the issuer does not issue such tokens"),
  /// The token or the trusted issuer belongs to another workspace than the step.
  WORKSPACE_MISMATCH(
      "Use the token of this workspace; if the workspace was renamed, correct the settings that name it"),
  /// The token's repository is not the repository in the step's variables.
  REPOSITORY_MISMATCH("Use the token of this step, and do not set or change BITBUCKET_REPO_UUID"),
  /// The token's deployment environment is not the environment in the step's variables.
  ENVIRONMENT_MISMATCH(
      "Let nothing change BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID, and use the token of this step"),
  /// The step's UUID is not set.
  STEP_UNKNOWN("Run the pipe in a step, which sets BITBUCKET_STEP_UUID"),
  /// The token belongs to another step.
  STEP_MISMATCH("Use the token of this step: each step and each re-run has its own"),
  /// The token contains an email address that was not verified.
  ACCOUNT_NOT_ALLOWED("Use an account whose email address is verified"),
  /// A claim has invisible characters or is not in Unicode's normal form C, so it could deceive a
  /// reader.
  CLAIM_UNPRINTABLE(
      "Give the branch, or whatever the claim names, a name without invisible characters");

  private final String action;

  TokenRejectionReason(String action) {
    this.action = action;
  }

  /// Returns the code, as in `token_expired`.
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /// Returns what to do, as a sentence without a period.
  public String action() {
    return action;
  }
}
