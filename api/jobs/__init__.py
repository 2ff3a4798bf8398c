"""GraphQL: jobs for long work (作业)."""

from api.enums import as_enums
from graph_model.jobs.jobs import JobStatus, Stage
from graph_model.jobs.taking import FileFormat

as_enums({JobStatus: "JobStatus", Stage: "JobStage", FileFormat: "FileFormat"})
