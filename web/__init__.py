"""The pages; they read data only through GraphQL, as the signed-in person (页面)."""
