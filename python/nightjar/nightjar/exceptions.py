"""The exceptions that papermill and nbclient raise, by the same names."""


class PapermillException(Exception):
    """A notebook could not be run."""


class PapermillMissingParameterException(PapermillException):
    """A path names a parameter that was not given."""


class PapermillExecutionError(PapermillException):
    """A cell failed.

    `cell_index` counts the cells of the notebook that ran, without the markers that a failure adds;
    `exec_count` is None if the kernel gave the cell no number; `traceback` is a list of lines.
    """

    def __init__(self, cell_index, exec_count, source, ename, evalue, traceback):
        super().__init__(cell_index, exec_count, source, ename, evalue, traceback)
        self.cell_index = cell_index
        self.exec_count = exec_count
        self.source = source
        self.ename = ename
        self.evalue = evalue
        self.traceback = traceback

    def __str__(self):
        return '\n%s\nException encountered at "In [%s]":\n%s\n' % (
            75 * "-",
            self.exec_count,
            "\n".join(self.traceback),
        )


class CellTimeoutError(PapermillException, TimeoutError):
    """A cell ran for longer than `execution_timeout`."""


class DeadKernelError(PapermillException, RuntimeError):
    """The kernel died while it ran a cell."""
