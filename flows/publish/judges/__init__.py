"""The outside judges of a release, one a file: each has `troubles(release)`, one line for each thing that it rejects."""
