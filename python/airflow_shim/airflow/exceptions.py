"""Airflow's exceptions."""


class AirflowException(Exception):
    """Base of all others; as an outcome, a failure that is retried."""

    status_code = 500


class NotSupported(AirflowException):
    """A DAG file asks for something that Nightjar does not do."""

    def __init__(self, what, remedy):
        super().__init__("%s is not supported by Nightjar's Airflow shim: %s" % (what, remedy))


class AirflowBadRequest(AirflowException):
    status_code = 400


class AirflowNotFoundException(AirflowException):
    status_code = 404


class AirflowConfigException(AirflowException):
    pass


class AirflowSensorTimeout(AirflowException):
    pass


class AirflowTaskTimeout(BaseException):
    """The execution_timeout is over. Not an Exception, so that `except Exception` does not swallow it."""


class AirflowTaskTerminated(BaseException):
    """The attempt is to end."""


class AirflowSkipException(AirflowException):
    """The task ends as skipped."""


class AirflowFailException(AirflowException):
    """The task ends as failed, whatever retries it has left."""


class AirflowRescheduleException(AirflowException):
    def __init__(self, reschedule_date):
        super().__init__("to run again at %s" % reschedule_date)
        self.reschedule_date = reschedule_date


class AirflowOptionalProviderFeatureException(AirflowException):
    pass


class AirflowInternalRuntimeError(BaseException):
    pass


class AirflowClusterPolicyViolation(AirflowException):
    pass


class AirflowTimetableInvalid(AirflowException):
    pass


class AirflowDagCycleException(AirflowException):
    pass


class AirflowDagDuplicatedIdException(AirflowException):
    pass


class AirflowDagInconsistent(AirflowException):
    pass


class AirflowProviderDeprecationWarning(DeprecationWarning):
    pass


class RemovedInAirflow3Warning(DeprecationWarning):
    pass


class DagNotFound(AirflowNotFoundException):
    pass


class DagRunNotFound(AirflowNotFoundException):
    pass


class DagRunAlreadyExists(AirflowBadRequest):
    pass


class DuplicateTaskIdFound(AirflowException):
    pass


class TaskAlreadyInTaskGroup(AirflowException):
    pass


class TaskNotFound(AirflowNotFoundException):
    pass


class TaskInstanceNotFound(AirflowNotFoundException):
    pass


class PoolNotFound(AirflowNotFoundException):
    pass


class XComNotFound(AirflowException):
    def __init__(self, dag_id, task_id, key):
        super().__init__("XComArg result from %s at %s with key=%r is not found!" % (task_id, dag_id, key))
        self.dag_id, self.task_id, self.key = dag_id, task_id, key


class ParamValidationError(AirflowException):
    pass


class ConnectionNotUnique(AirflowException):
    pass


class TaskDeferralError(AirflowException):
    pass


class UnmappableXComTypePushed(AirflowException):
    def __init__(self, value):
        kind = type(value)
        name = kind.__qualname__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__, kind.__qualname__)
        super().__init__("unmappable return type %r" % name)


class XComForMappingNotPushed(AirflowException):
    def __init__(self):
        super().__init__("did not push XCom for task mapping")
