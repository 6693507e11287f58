"""The full matrix, for `make audit`: too slow for every change."""
