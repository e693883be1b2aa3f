"""The key of what a task returns."""

XCOM_RETURN_KEY = "return_value"
