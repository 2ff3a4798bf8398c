"""Constraints and indexes (图的约束与索引)."""

from graph_model.graph import Graph
from graph_model.rows import statements

SCHEMA = statements(
    __file__,
    "area_key",
    "body_key",
    "kind_key",
    "point_key",
    "post_key",
    "population_key",
    "list_key",
    "outline_key",
    "monthly_counts_key",
    "monthly_counts_by_district",
    "holder_key",
    "segment_key",
    "account_id",
    "account_key",
    "invitation_key",
    "feed_key",
    "version_key",
    "document_key",
    "document_version_key",
    "provision_key",
    "matter_key",
    "duty_key",
    "norm_key",
    "act_key",
    "rulebook_key",
    "atom_key",
    "minor_key",
    "guardian_key",
    "household_key",
    "case_key",
    "record_key",
    "thing_key",
    "job_key",
    "draft_key",
    "command_key",
    "audit_anchor_key",
    "item_key",
    "event_key",
    "item_by_root",
    "item_by_minor",
    "item_by_area",
    "item_by_holder",
    "item_by_wake",
    "body_by_kind",
    "body_external",
    "point_external",
    "segment_by_road",
    "job_by_day",
    "area_names",
    "body_names",
    "ready",
)


async def define(graph: Graph) -> None:
    """Create the constraints and indexes that statements rely on; safe to repeat."""
    await graph.define(*SCHEMA)
