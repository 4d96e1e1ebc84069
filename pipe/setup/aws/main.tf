# Keyless access of a Bitbucket deployment environment to one Step Functions state machine. The pipe
# narrows the role once more for each run, with a session policy for this machine alone.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "workspace" {
  description = "Slug of the Bitbucket workspace, as in bitbucket.org/<workspace>."
  type        = string
}

variable "workspace_uuid" {
  description = "UUID of the workspace, with braces: Repository settings, OpenID Connect."
  type        = string
}

variable "repository_uuid" {
  description = "UUID of the repository, with braces: Repository settings, OpenID Connect."
  type        = string
}

variable "environment_uuid" {
  description = "UUID of the deployment environment that may deploy, with braces: Repository settings, OpenID Connect."
  type        = string
}

variable "state_machine" {
  description = "Name of the Standard state machine."
  type        = string
}

variable "max_session_seconds" {
  description = "How long a session may last; at least half an hour more than WORKFLOW_TIMEOUT."
  type        = number
  default     = 7200
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  issuer   = "api.bitbucket.org/2.0/workspaces/${var.workspace}/pipelines-config/identity/oidc"
  audience = "ari:cloud:bitbucket::workspace/${trim(var.workspace_uuid, "{}")}"
  states   = "arn:${data.aws_partition.this.partition}:states:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}"
}

resource "aws_iam_openid_connect_provider" "bitbucket" {
  url            = "https://${local.issuer}"
  client_id_list = [local.audience]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.bitbucket.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = [local.audience]
    }
    # The subject is {repository}:{environment}:{step}; only the step changes.
    condition {
      test     = "StringLike"
      variable = "${local.issuer}:sub"
      values   = ["${var.repository_uuid}:${var.environment_uuid}:*"]
    }
    condition {
      test     = "StringLike"
      variable = "sts:RoleSessionName"
      values   = ["bb-*"]
    }
  }
}

resource "aws_iam_role" "deploy" {
  name                 = "spanner-pipe-${var.state_machine}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.max_session_seconds
}

data "aws_iam_policy_document" "workflow" {
  statement {
    actions   = ["states:StartExecution", "states:DescribeStateMachine"]
    resources = [
      "${local.states}:stateMachine:${var.state_machine}",
      "${local.states}:stateMachine:${var.state_machine}:*",
    ]
  }
  statement {
    actions = [
      "states:DescribeExecution",
      "states:DescribeStateMachineForExecution",
      "states:GetExecutionHistory",
      "states:RedriveExecution",
      "states:StopExecution",
    ]
    resources = ["${local.states}:execution:${var.state_machine}:*"]
  }
  statement {
    actions = ["states:ListMapRuns", "states:DescribeMapRun"]
    resources = [
      "${local.states}:mapRun:${var.state_machine}/*",
      "${local.states}:execution:${var.state_machine}:*",
    ]
  }
  # Only for states that start executions of other machines, whose states are shown, too.
  statement {
    actions   = ["states:DescribeExecution", "states:GetExecutionHistory"]
    resources = ["${local.states}:execution:*"]
  }
}

resource "aws_iam_role_policy" "workflow" {
  name   = "workflow"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.workflow.json
}

output "AWS_OIDC_ROLE_ARN" {
  description = "Value of the pipe's variable."
  value       = aws_iam_role.deploy.arn
}

output "STATE_MACHINE_ARN" {
  description = "Value of the pipe's variable."
  value       = "${local.states}:stateMachine:${var.state_machine}"
}
