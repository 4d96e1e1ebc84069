package dev.spannerpipe.doctor;

import dev.spannerpipe.credentials.aws.IdentityProvider;
import dev.spannerpipe.credentials.aws.SessionPolicy;

/// What mends the parts of an AWS account that only the services themselves tell of.
public final class AwsMends {
  private static final String POLICY_NAME = "spanner-pipe";

  private AwsMends() {}

  /// Returns what makes the provider known to the account.
  public static Mend[] provider(IdentityProvider provider) {
    return new Mend[] {
      new Mend(Mend.Tool.AWS_CLI, provider.create()),
      new Mend(
          Mend.Tool.TERRAFORM,
          """
          resource "aws_iam_openid_connect_provider" "pipe" {
            url            = %s
            client_id_list = [%s]
          }"""
              .formatted(
                  Quoted.terraform(provider.issuer()), Quoted.terraform(provider.audience())))
    };
  }

  /// Returns what lets the provider take the audience.
  public static Mend[] audience(IdentityProvider provider) {
    return new Mend[] {
      new Mend(Mend.Tool.AWS_CLI, provider.addAudience()),
      new Mend(
          Mend.Tool.TERRAFORM,
          "# of resource aws_iam_openid_connect_provider %s, beside those that it has\nclient_id_list = [%s]"
              .formatted(provider.issuer(), Quoted.terraform(provider.audience())))
    };
  }

  /// Returns what lets the role do what a run needs, and no more.
  ///
  /// @param role the role's ARN
  public static Mend[] permissions(String role, SessionPolicy needed) {
    String name = role.replaceFirst(".*/", "");
    return new Mend[] {
      new Mend(
          Mend.Tool.AWS_CLI,
          "aws iam put-role-policy --role-name %s --policy-name %s --policy-document %s"
              .formatted(Quoted.shellWord(name), POLICY_NAME, Quoted.shell(needed.text()))),
      new Mend(
          Mend.Tool.TERRAFORM,
          """
          resource "aws_iam_role_policy" "spanner_pipe" {
            name   = "%s"
            role   = %s
            policy = jsonencode(%s)
          }"""
              .formatted(POLICY_NAME, Quoted.terraform(name), Quoted.template(needed.text())))
    };
  }
}
