"""The benchmarks: `script/benchmark [name …]`; docs/performance.md explains the figures."""
