"""Keys of sealed records, outside the database: master keys, data keys, the blind index (密钥)."""
