"""Stands in for jupyter_scheduler 2.x, which is not among Debian's packages: the names that
nightjar_jupyter.scheduler takes from it, with models that hold what they are given."""
