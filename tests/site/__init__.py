"""Tests of the site: the hooks, the folder they make, and what a reader meets in it."""
