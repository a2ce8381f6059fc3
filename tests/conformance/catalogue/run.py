#!/usr/bin/env python3
"""Renders and checks the shipped project with the real charts of the catalogue, and records how many objects each component has.

    run.py --platgen target/release/platgen                   # `platgen vendor` fetches the charts that definitions/ pins
    run.py --platgen target/release/platgen --charts FOLDER   # a folder of charts, each in a folder named as its definition

The documents put some clusters at Kubernetes 1.28, for which today's charts are not made: all are taken to be at 1.34 here.
Without `--record` the counts are compared with objects.json beside this file; any error of `platgen check` fails the run.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PARTS = ["platgen.yaml", "stacks", "environments", "teams", "catalog", "charts", "manifests", "files", "schemas"]


def definitions():
    """The names of the catalogue's definitions that are releases of charts."""
    files = sorted((ROOT / "definitions").glob("*.yaml"))
    return [file.stem for file in files if "\n  chart:\n" in file.read_text()]


def take_project(folder, charts):
    """Copies the shipped project, with real charts in place of its small ones, or with none where they are to be fetched."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        elif source.exists():
            shutil.copy(source, folder / part)
    for environment in (folder / "environments").glob("*.yaml"):
        environment.write_text(environment.read_text().replace('kubernetes: "1.28"', 'kubernetes: "1.34"'))
    for name in definitions():
        shutil.rmtree(folder / "charts" / name)
        if charts:
            shutil.copytree(charts / name, folder / "charts" / name)
    if not charts:
        root = folder / "platgen.yaml"
        own = tuple(f"    {name}:" for name in definitions())
        lines = [line for line in root.read_text().splitlines() if not line.startswith(own)]
        root.write_text("\n".join(lines) + "\n")


def run(platgen, folder, *arguments):
    done = subprocess.run([platgen, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"platgen {' '.join(arguments)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def count(platgen, folder):
    """The objects of each component by its definition: those of the app and of its `-crds`, in each environment and cluster."""
    listed = json.loads(run(platgen, folder, "list", "apps", "--format", "json"))
    kinds = {"monitoring": "kube-prometheus-stack"}
    counts = defaultdict(dict)
    for app in listed:
        name = app["app"].removesuffix("-crds").removeprefix(f"{app['stack']}-")
        name = kinds.get(name, name)
        if name in definitions():
            place = f"{app['environment']}/{app['cluster']}"
            counts[name][place] = counts[name].get(place, 0) + app["objects"]
    return {name: dict(sorted(places.items())) for name, places in sorted(counts.items())}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--platgen", required=True, type=pathlib.Path)
    arguments.add_argument("--charts", type=pathlib.Path)
    arguments.add_argument("--record", action="store_true")
    given = arguments.parse_args()
    platgen = given.platgen.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        take_project(folder, given.charts and given.charts.resolve())
        if not given.charts:
            print(run(platgen, folder, "vendor"), end="")
        run(platgen, folder, "render")
        run(platgen, folder, "check")
        found = count(platgen, folder)
    for name, places in found.items():
        print(f"{name:<24} {sorted(set(places.values()))} objects in {len(places)} places")
    recorded = HERE / "objects.json"
    if given.record:
        recorded.write_text(json.dumps(found, indent=1) + "\n")
    elif json.loads(recorded.read_text()) != found:
        sys.exit("the counts are not those of objects.json: look at what changed, then run with --record")


main()
