"""What Nightjar runs: loading DAG files, and attempts of their tasks."""
