"""Which premises may host which service (可设场所)."""
