"""What must be fast, measured: `script/benchmark [name …]`; docs/performance.md says what the figures mean."""
