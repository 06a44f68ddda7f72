"""Publishing never half-done: kills, failing disks, readers and rivals (docs/reliability.md)."""
