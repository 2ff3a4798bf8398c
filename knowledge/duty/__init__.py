"""The roster of duty: who is asked when something comes in, and hours that nobody has (值班)."""
