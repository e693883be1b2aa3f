"""Executors that SubDagOperator of 1.10 is given. Nightjar runs tasks of sub-DAGs as all others."""


class BaseExecutor:
    def __init__(self, parallelism=0):
        self.parallelism = parallelism


class CeleryExecutor(BaseExecutor):
    pass


class LocalExecutor(BaseExecutor):
    pass


class SequentialExecutor(BaseExecutor):
    pass
