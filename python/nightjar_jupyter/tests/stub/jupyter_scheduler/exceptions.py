class SchedulerError(Exception):
    pass


class InputUriError(Exception):
    def __init__(self, uri):
        super().__init__(f"Input path '{uri}' does not exist.")


class IdempotencyTokenError(Exception):
    def __init__(self, token):
        super().__init__(f"Job with Idempotency Token '{token}' already exists.")
