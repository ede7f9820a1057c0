"""What WeSaid can carry, measured: `python -m benchmarks` (or `make benchmark`)."""
