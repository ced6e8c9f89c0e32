"""The law of an obligation: how it opens, when it is due, how it is judged. Standard library and `kit.domain` only."""
