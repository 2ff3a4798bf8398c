"""Referral decisions placed on offices and service points (转介落点)."""
