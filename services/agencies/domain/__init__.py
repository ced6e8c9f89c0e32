"""The law of the tree and of who is granted what; the standard library and kit.domain alone."""
