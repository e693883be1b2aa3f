#!/usr/bin/env python3
"""Airflow DAG files for Nightjar.

    python3 nightjar_dag.py load --folder ROOT --out FILE [--jobs N] [--timeout SECONDS] [--api FILE] <paths
    python3 nightjar_dag.py run ORDER.json OUTCOME.json

README.md tells what goes in and out.
"""

import argparse
import os
import sys

_HOME = os.path.dirname(os.path.abspath(__file__))


def main(arguments):
    if _HOME not in sys.path:
        sys.path.insert(0, _HOME)
    parser = argparse.ArgumentParser(prog="nightjar_dag.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("load", help="describe the DAGs of the files named on standard input")
    load.add_argument("--folder", required=True, help="the folder of DAG files")
    load.add_argument("--out", required=True, help="file for a line of JSON a DAG file")
    load.add_argument("--jobs", type=int, help="processes at once (default: the processors)")
    load.add_argument("--timeout", type=float, default=30.0, help="seconds that a file may take")
    load.add_argument("--api", help='file with {"url", "token"} of the server, for variables and connections')
    run = commands.add_parser("run", help="run one attempt of one task")
    run.add_argument("order", help="JSON file: what to run")
    run.add_argument("outcome", help="JSON file to write")
    options = parser.parse_args(arguments)
    if options.command == "load":
        from nightjar_airflow import load as command
    else:
        from nightjar_airflow import attempt as command
    return command.main(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
