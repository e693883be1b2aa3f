from traitlets.config import LoggingConfigurable


class EnvironmentManager(LoggingConfigurable):
    pass
