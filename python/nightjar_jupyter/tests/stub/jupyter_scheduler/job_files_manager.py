class JobFilesManager:
    def __init__(self, scheduler):
        self.scheduler = scheduler
