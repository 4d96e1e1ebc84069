# Keyless access of a Bitbucket repository's pipelines to one Spanner database: a workload identity
# pool that trusts the workspace's OIDC issuer, one account that may read (for previews and status),
# and one that may apply, bound to the deployment environment that protects the database.

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0"
    }
  }
}

variable "project" {
  description = "Id of the Google Cloud project that holds the database."
  type        = string
}

variable "instance" {
  description = "Id of the Spanner instance."
  type        = string
}

variable "database" {
  description = "Id of the Spanner database."
  type        = string
}

variable "workspace" {
  description = "Slug of the Bitbucket workspace, as in bitbucket.org/<workspace>."
  type        = string
}

variable "workspace_uuid" {
  description = "UUID of the workspace, with braces: Repository settings, OpenID Connect."
  type        = string
  validation {
    condition     = can(regex("^\\{[0-9a-f-]{36}\\}$", var.workspace_uuid))
    error_message = "Write the UUID in lowercase and with its braces."
  }
}

variable "repository_uuid" {
  description = "UUID of the repository, with braces: Repository settings, OpenID Connect."
  type        = string
  validation {
    condition     = can(regex("^\\{[0-9a-f-]{36}\\}$", var.repository_uuid))
    error_message = "Write the UUID in lowercase and with its braces."
  }
}

variable "environment_uuid" {
  description = "UUID of the deployment environment that may apply, with braces: Repository settings, OpenID Connect."
  type        = string
  validation {
    condition     = can(regex("^\\{[0-9a-f-]{36}\\}$", var.environment_uuid))
    error_message = "Write the UUID in lowercase and with its braces."
  }
}

variable "pool" {
  description = "Id of the workload identity pool. Pool and provider ids together: at most 51 characters, where the provider's name is the token's audience."
  type        = string
  default     = "bitbucket"
}

data "google_project" "this" {
  project_id = var.project
}

resource "google_project_service" "this" {
  for_each           = toset(["iam.googleapis.com", "iamcredentials.googleapis.com", "spanner.googleapis.com", "sts.googleapis.com"])
  project            = var.project
  service            = each.key
  disable_on_destroy = false
}

resource "google_iam_workload_identity_pool" "bitbucket" {
  project                   = var.project
  workload_identity_pool_id = var.pool
  display_name              = "Bitbucket Pipelines"
  depends_on                = [google_project_service.this]
}

resource "google_iam_workload_identity_pool_provider" "bitbucket" {
  project                            = var.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.bitbucket.workload_identity_pool_id
  workload_identity_pool_provider_id = "pipelines"
  attribute_mapping = {
    "google.subject"        = "assertion.sub"
    "attribute.workspace"   = "assertion.workspaceUuid"
    "attribute.repository"  = "assertion.repositoryUuid"
    "attribute.environment" = "'deploymentEnvironmentUuid' in assertion ? assertion.deploymentEnvironmentUuid : 'none'"
  }
  # Without it every repository of the workspace could ask for tokens.
  attribute_condition = "assertion.workspaceUuid=='${var.workspace_uuid}' && assertion.repositoryUuid in ['${var.repository_uuid}']"
  oidc {
    issuer_uri        = "https://api.bitbucket.org/2.0/workspaces/${var.workspace}/pipelines-config/identity/oidc"
    allowed_audiences = ["ari:cloud:bitbucket::workspace/${trim(var.workspace_uuid, "{}")}"]
  }
}

locals {
  members = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.bitbucket.name}"
}

# Previews, status and history: any step of the repository, reading only.

resource "google_service_account" "preview" {
  project      = var.project
  account_id   = "spanner-pipe-preview"
  display_name = "spanner-pipe: previews of ${var.database}"
}

resource "google_service_account_iam_member" "preview" {
  service_account_id = google_service_account.preview.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "${local.members}/attribute.repository/${var.repository_uuid}"
}

resource "google_spanner_database_iam_member" "preview" {
  project  = var.project
  instance = var.instance
  database = var.database
  role     = "roles/spanner.databaseReader"
  member   = google_service_account.preview.member
}

# Migrations: only steps of the deployment environment, whose protection is Bitbucket's.

resource "google_service_account" "apply" {
  project      = var.project
  account_id   = "spanner-pipe-apply"
  display_name = "spanner-pipe: migrations of ${var.database}"
}

resource "google_service_account_iam_member" "apply" {
  service_account_id = google_service_account.apply.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "${local.members}/attribute.environment/${var.environment_uuid}"
}

resource "google_spanner_database_iam_member" "apply" {
  project  = var.project
  instance = var.instance
  database = var.database
  role     = "roles/spanner.databaseUser"
  member   = google_service_account.apply.member
}

output "GOOGLE_WORKLOAD_IDENTITY_PROVIDER" {
  description = "Value of the pipe's variable."
  value       = "projects/${data.google_project.this.number}/locations/global/workloadIdentityPools/${var.pool}/providers/pipelines"
}

output "GOOGLE_SERVICE_ACCOUNT_APPLY" {
  description = "GOOGLE_SERVICE_ACCOUNT of steps with COMMAND apply, rollback, unlock or resolve."
  value       = google_service_account.apply.email
}

output "GOOGLE_SERVICE_ACCOUNT_PREVIEW" {
  description = "GOOGLE_SERVICE_ACCOUNT of steps with COMMAND preview, status or history."
  value       = google_service_account.preview.email
}
