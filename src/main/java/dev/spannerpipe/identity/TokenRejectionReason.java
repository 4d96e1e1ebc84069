package dev.spannerpipe.identity;

/// Why a token is not trusted. The codes stand in messages and in the record: none is ever renamed.
public enum TokenRejectionReason {
  /// There is no token.
  TOKEN_MISSING("Set oidc: true on the step, or OIDC_TOKEN where the pipe runs elsewhere"),
  /// It is shorter or longer than a token can be.
  TOKEN_SIZE("Pass the token of the step unchanged"),
  /// Something surrounds it.
  TOKEN_WHITESPACE("Pass the token without spaces or line ends around it"),
  /// It holds what no token holds.
  TOKEN_CHARACTERS("Pass the token of the step unchanged"),
  /// It does not have a signed token's three parts.
  TOKEN_PARTS("Pass a signed token, not an encrypted or a shortened one"),
  /// A part is not the one base64url text of its bytes.
  TOKEN_ENCODING("Pass the token of the step unchanged"),
  /// The header is not a JSON object that all readers understand alike.
  HEADER_MALFORMED("Take the token from the step, or from an issuer that keeps to RFC 7515"),
  /// The header says what only an attacker needs.
  HEADER_NOT_ALLOWED("Find out where this token comes from: the issuer does not make such"),
  /// The issuer does not sign in this way.
  ALGORITHM_NOT_ALLOWED("Find out where this token comes from: the issuer does not sign this way"),
  /// The header does not name its key.
  KEY_ID_MISSING("Take the token from an issuer that names its keys"),
  /// The key's name is too long or cannot be printed.
  KEY_ID_MALFORMED("Take the token from an issuer that names its keys plainly"),
  /// It is a token of another kind.
  TYPE_NOT_ALLOWED("Pass an ID token, of the type JWT"),
  /// The payload is not a JSON object that all readers understand alike.
  PAYLOAD_MALFORMED("Take the token from the step, or from an issuer that keeps to RFC 7519"),
  /// Nobody says whom to trust.
  ISSUER_UNKNOWN("Set OIDC_ISSUER, or run the pipe in a step, which sets BITBUCKET_WORKSPACE"),
  /// Somebody else made it.
  ISSUER_MISMATCH(
      "Correct OIDC_ISSUER or BITBUCKET_WORKSPACE if they are wrong; a token of another issuer is"
          + " never taken"),
  /// The issuer's description could not be read.
  DISCOVERY_UNREACHABLE(
      "Let the step reach the issuer, and run again; Bitbucket has the address only after a first"
          + " pipeline with oidc: true"),
  /// The issuer's description is not one.
  DISCOVERY_INVALID("Correct OIDC_ISSUER, or fix the issuer"),
  /// The issuer's keys are where they must not be.
  KEY_ADDRESS_NOT_ALLOWED(
      "Correct OIDC_ISSUER, or let the issuer serve its keys from its own host"),
  /// The issuer's keys could not be read.
  KEYS_UNREACHABLE("Let the step reach the issuer, and run again"),
  /// The issuer's keys are none.
  KEYS_INVALID("Correct OIDC_ISSUER, or fix the issuer"),
  /// The issuer has no such key.
  KEY_NOT_FOUND(
      "Run the step again for a new token: the issuer may have rotated its keys; if the problem persists, the"
          + " token is not the issuer's"),
  /// The issuer's key can be broken.
  KEY_WEAK("Let the issuer use RSA keys of 2048 to 8192 bits"),
  /// The issuer's key is not for this.
  KEY_UNSUITABLE("Let the issuer sign with a key that is published for this algorithm"),
  /// The signature is not the issuer's.
  SIGNATURE_INVALID("Find out who changed the token: it is not what the issuer signed"),
  /// A claim that every token has is not there.
  CLAIM_MISSING("Let the issuer put this claim into the token"),
  /// A claim has the wrong JSON type, or a value that it cannot have.
  CLAIM_TYPE("Configure the issuer to send this claim in its standard form"),
  /// It is good for longer than a day, or for no time at all.
  LIFETIME_NOT_ALLOWED("Let the issuer give tokens for 24 hours at most"),
  /// It was made in the future.
  ISSUED_IN_FUTURE("Set the clock of the machine or of the issuer"),
  /// Its time is over, or nearly so.
  TOKEN_EXPIRED("Run the step again: a token cannot be renewed inside a step"),
  /// Its time has not come.
  TOKEN_NOT_YET_VALID("Wait, or set the clock of the machine or of the issuer"),
  /// Nobody says for whom a token must be.
  AUDIENCE_UNKNOWN("Set OIDC_AUDIENCE to the audience that the issuer's tokens for this pipe have"),
  /// It is for somebody else.
  AUDIENCE_MISMATCH("Give the step this audience under oidc: audiences, or correct OIDC_AUDIENCE"),
  /// A claim has not the shape that this issuer gives it.
  CLAIM_SHAPE("Find out where this token comes from: the issuer does not make such"),
  /// The subject is not what the other claims say.
  SUBJECT_MISMATCH("Find out where this token comes from: the issuer does not make such"),
  /// It belongs to another workspace.
  WORKSPACE_MISMATCH(
      "Use the token of this workspace; if the workspace was renamed, correct what pins it"),
  /// It belongs to another repository than the environment says.
  REPOSITORY_MISMATCH("Let nothing change BITBUCKET_REPO_UUID, and use the token of this step"),
  /// It belongs to another deployment environment than the environment says.
  ENVIRONMENT_MISMATCH(
      "Let nothing change BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID, and use the token of this step"),
  /// Nobody says which step this is.
  STEP_UNKNOWN("Run the pipe in a step, which sets BITBUCKET_STEP_UUID"),
  /// It is another step's.
  STEP_MISMATCH("Use the token of this step: each step and each re-run has its own"),
  /// It stands for a person whose address nobody checked.
  ACCOUNT_NOT_ALLOWED("Use an account whose address is verified"),
  /// A claim could deceive whoever reads it.
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

  /// Returns the smallest fix, as a sentence without a full stop.
  public String action() {
    return action;
  }
}
