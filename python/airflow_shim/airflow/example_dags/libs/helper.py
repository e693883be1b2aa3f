"""What Airflow's examples for Kubernetes import."""


def print_stuff():
    print("annotated!")
