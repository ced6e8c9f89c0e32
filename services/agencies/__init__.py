"""The agency tree, and the officers with their rights."""
