"""Answers as people and other programs read them: tables, words in four languages, JSON, data frames, documents."""
