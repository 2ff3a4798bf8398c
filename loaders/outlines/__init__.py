"""Outlines of areas from GeoJSON (轮廓)."""
