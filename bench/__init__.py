"""Benchmarks, and the long storm."""
