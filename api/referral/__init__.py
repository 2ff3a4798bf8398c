"""GraphQL: referral of a child (转介)."""
