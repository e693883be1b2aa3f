"""Values that logs show as ***."""

from nightjar_airflow.log import mask_secret, redact

__all__ = ["mask_secret", "redact"]
