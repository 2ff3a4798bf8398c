"""The outbox of notices from the shell: shown, and handed to the command that delivers them (通知)."""
