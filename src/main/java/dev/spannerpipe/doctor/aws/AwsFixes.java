package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.credentials.aws.IdentityProvider;
import dev.spannerpipe.credentials.aws.SessionPolicy;
import dev.spannerpipe.doctor.finding.CommandText;
import dev.spannerpipe.doctor.finding.Fix;

/// Fixes for problems that only a response of AWS reveals, such as a missing identity provider.
public final class AwsFixes {
  private static final String POLICY_NAME = "spanner-pipe";

  private AwsFixes() {}

  /// Returns the fix that creates the identity provider in the AWS account, once for each tool.
  public static Fix[] provider(IdentityProvider provider) {
    return new Fix[] {
      new Fix(Fix.Tool.AWS_CLI, provider.create()),
      new Fix(
          Fix.Tool.TERRAFORM,
          """
          resource "aws_iam_openid_connect_provider" "pipe" {
            url            = %s
            client_id_list = [%s]
          }"""
              .formatted(
                  CommandText.terraform(provider.issuer()),
                  CommandText.terraform(provider.audience())))
    };
  }

  /// Returns the fix that adds the audience to the identity provider, once for each tool.
  public static Fix[] audience(IdentityProvider provider) {
    return new Fix[] {
      new Fix(Fix.Tool.AWS_CLI, provider.addAudience()),
      new Fix(
          Fix.Tool.TERRAFORM,
          ("# In resource aws_iam_openid_connect_provider %s, add to the existing ids:\n"
                  + "client_id_list = [%s]")
              .formatted(provider.issuer(), CommandText.terraform(provider.audience())))
    };
  }

  /// Returns the fix that grants the role the permissions that a run needs and no more, once for
  /// each tool.
  ///
  /// @param role the ARN of the role
  /// @param needed the policy with the permissions of a run
  public static Fix[] permissions(String role, SessionPolicy needed) {
    String name = role.replaceFirst(".*/", "");
    return new Fix[] {
      new Fix(
          Fix.Tool.AWS_CLI,
          "aws iam put-role-policy --role-name %s --policy-name %s --policy-document %s"
              .formatted(
                  CommandText.shellWord(name), POLICY_NAME, CommandText.shell(needed.text()))),
      new Fix(
          Fix.Tool.TERRAFORM,
          """
          resource "aws_iam_role_policy" "spanner_pipe" {
            name   = "%s"
            role   = %s
            policy = jsonencode(%s)
          }"""
              .formatted(
                  POLICY_NAME, CommandText.terraform(name), CommandText.template(needed.text())))
    };
  }
}
