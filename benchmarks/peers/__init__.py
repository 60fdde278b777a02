"""Others' tools beside ours: each in an environment of its own, made from PyPI."""
