# A Cloud Run job that migrates one Spanner database, and the account that is attached to it.

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

variable "region" {
  description = "Region of the job, close to the database."
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

variable "job" {
  description = "Name of the job."
  type        = string
}

variable "image" {
  description = "Image of the pipe with your changelog, see Dockerfile. Prefer a digest to a tag: it says what runs."
  type        = string
}

resource "google_project_service" "this" {
  for_each           = toset(["iam.googleapis.com", "run.googleapis.com", "spanner.googleapis.com"])
  project            = var.project
  service            = each.key
  disable_on_destroy = false
}

resource "google_service_account" "job" {
  project      = var.project
  account_id   = "spanner-pipe-job"
  display_name = "spanner-pipe: migrations of ${var.database}"
  depends_on   = [google_project_service.this]
}

resource "google_spanner_database_iam_member" "job" {
  project  = var.project
  instance = var.instance
  database = var.database
  role     = "roles/spanner.databaseUser"
  member   = google_service_account.job.member
}

resource "google_cloud_run_v2_job" "migrate" {
  project  = var.project
  location = var.region
  name     = var.job

  template {
    # Each task would be a run of its own on the same database.
    task_count = 1

    template {
      service_account = google_service_account.job.email
      # A retry continues where the first attempt stopped.
      max_retries = 1
      # Longer than TIMEOUT, so that the run ends by itself and releases its lease.
      timeout = "3600s"

      containers {
        image = var.image

        env {
          name  = "PROJECT"
          value = var.project
        }
        env {
          name  = "SPANNER_INSTANCE"
          value = var.instance
        }
        env {
          name  = "SPANNER_DATABASE"
          value = var.database
        }
        env {
          name  = "TIMEOUT"
          value = "55m"
        }

        resources {
          limits = {
            cpu    = "1"
            memory = "1Gi"
          }
        }
      }
    }
  }

  depends_on = [google_spanner_database_iam_member.job]
}

output "JOB" {
  description = "Name for gcloud run jobs execute."
  value       = google_cloud_run_v2_job.migrate.name
}
