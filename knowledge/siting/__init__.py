"""Hosting: premises with the services that they may provide (可设场所)."""
