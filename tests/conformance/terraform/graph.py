#!/usr/bin/env python3
"""Compares what terragrunt finds among rendered units with what `platgen graph` says of them.

    graph.py PLATGEN TERRAGRUNT PROJECT

For every environment of the project's out/ that has units: the units that `terragrunt find` lists, what each depends on, and that
the files parse (`terragrunt hcl validate`). Nothing is applied, and no account is asked. Ends with 1 where anything differs.
"""

import json
import subprocess
import sys
from pathlib import Path


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout


def of_platgen(platgen, project, environment):
    """What each unit needs, by its folder below the environment's; and its place in the order of stages."""
    graph = json.loads(run(platgen, "-C", project, "graph", "--environment", environment, "--units", "--format", "json"))
    own = f"unit:{environment}/"
    folders = {node["id"]: node["id"].removeprefix(own) for node in graph["nodes"] if node["id"].startswith(own)}
    needs = {folder: set() for folder in folders.values()}
    for edge in graph["edges"]:
        if edge["first"] in folders and edge["then"] in folders:
            needs[folders[edge["then"]]].add(folders[edge["first"]])
    stages = {folders[node]: number for number, stage in enumerate(graph["stages"]) for node in stage["nodes"] if node in folders}
    return needs, stages


def of_terragrunt(terragrunt, folder):
    """The same as terragrunt finds it, in its own order; what lies outside the environment is left out."""
    found = json.loads(
        run(terragrunt, "find", "--dag", "--json", "--dependencies", "--non-interactive", "--working-dir", str(folder))
    )
    paths = [unit["path"] for unit in found]
    return {unit["path"]: set(unit.get("dependencies", [])) & set(paths) for unit in found}, paths


def compare(platgen, terragrunt, project, environment):
    folder = Path(project, "out", environment, "terragrunt")
    run(terragrunt, "hcl", "validate", "--non-interactive", "--working-dir", str(folder))
    needs, stages = of_platgen(platgen, project, environment)
    found, order = of_terragrunt(terragrunt, folder)
    differences = [f"{environment}: only platgen has {one}" for one in sorted(needs.keys() - found.keys())]
    differences += [f"{environment}: only terragrunt has {one}" for one in sorted(found.keys() - needs.keys())]
    for unit in sorted(needs.keys() & found.keys()):
        if needs[unit] != found[unit]:
            differences.append(f"{environment}: {unit} needs {sorted(needs[unit])}, and to terragrunt {sorted(found[unit])}")
    # Either order has what is needed first, which the other one has to agree with.
    position = {unit: number for number, unit in enumerate(order)}
    for unit, firsts in needs.items():
        for first in firsts:
            if stages[first] >= stages[unit] or position.get(first, -1) > position.get(unit, len(order)):
                differences.append(f"{environment}: {first} is not before {unit}")
    return len(needs), differences


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    platgen, terragrunt, project = sys.argv[1:]
    environments = sorted(path.parent.name for path in Path(project, "out").glob("*/terragrunt"))
    count, differences = 0, []
    for environment in environments:
        units, found = compare(platgen, terragrunt, project, environment)
        count += units
        differences += found
    print("\n".join(differences) if differences else f"{count} units of {len(environments)} environments agree")
    sys.exit(1 if differences or not count else 0)


if __name__ == "__main__":
    main()
