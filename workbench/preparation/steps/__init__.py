"""The steps that a recipe is suggested from: one module a kind of column, each with its reasons."""
