from traitlets.config import LoggingConfigurable


class BaseScheduler(LoggingConfigurable):
    def __init__(self, root_dir, environments_manager, config=None, **kwargs):
        super().__init__(config=config, **kwargs)
        self.root_dir = root_dir
        self.environments_manager = environments_manager
