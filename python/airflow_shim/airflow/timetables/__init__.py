"""airflow.timetables"""
