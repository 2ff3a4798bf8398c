"""The answer sheet: what to do now, what the asker owes, whom to call, what to apply for, and the rest (办事单)."""
