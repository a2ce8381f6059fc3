"""Writes the benchmark's platform as platgen projects. Used by input-definition.py and input-native.py."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def scalar(x):
    if x is True or x is False:
        return "true" if x else "false"
    return str(x) if isinstance(x, (int, float)) else json.dumps(x)


def flow(x):
    if isinstance(x, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in x.items()) + "}"
    if isinstance(x, list):
        return "[" + ", ".join(flow(v) for v in x) + "]"
    return scalar(x)


def block(x, indent):
    """A map as block YAML; maps of maps are broken, everything else stands in one line."""
    pad = " " * indent
    out = []
    for key, value in x.items():
        if isinstance(value, dict) and value and len(flow(value)) > 80:
            out.append(f"{pad}{key}:\n{block(value, indent + 2)}")
        else:
            out.append(f"{pad}{key}: {flow(value)}\n")
    return "".join(out)


def document(kind, metadata, spec):
    return (f"apiVersion: platgen.dev/v1\nkind: {kind}\nmetadata: {flow(metadata)}\nspec:\n{block(spec, 2)}")


def layout():
    return os.environ.get("PLATGEN_FILES", "single")


def project(directory, spec, defaults, environment_spec, stack_spec, override_spec):
    """One stack per team with its services, one Override file per team and environment."""
    teams = {}
    for name, service in spec["services"].items():
        teams.setdefault(service["team"], []).append(name)
    # The workload's objects are what the other tools render too, with these three faults: they are judged and left out.
    checks = {"budget-blocks-eviction": "ignore", "network-policy-peer-selects-nothing": "ignore",
              "scale-target-sets-replicas": "ignore"}
    put(f"{directory}/platgen.yaml", document("Project", {"name": "bench"}, {
        "output": {"files": layout()}, "defaults": defaults, "checks": checks}))
    for team, services in teams.items():
        put(f"{directory}/teams/{team}.yaml", document("Team", {"name": team}, {"namespaces": [team]}))
        put(f"{directory}/stacks/{team}.yaml", document("Stack", {"name": team, "team": team}, {
            "namespaces": {team: {"external": True}}, **stack_spec(services)}))
    for environment in spec["envs"]:
        put(f"{directory}/environments/{environment}.yaml", document(
            "Environment", {"name": environment}, {**environment_spec(environment)}))
        for team, services in teams.items():
            put(f"{directory}/environments/{environment}/{team}.yaml", document(
                "Override", {"environment": environment, "stack": team}, override_spec(environment, services)))


def cluster(environment):
    return {f"eks-{environment}": {
        "region": "us-east-1", "kubernetes": "1.34",
        "external": {"ingressClasses": ["nginx"], "stores": ["aws"], "metrics": ["resource"],
                     "namespaces": {"ingress": "ingress-nginx", "monitoring": "monitoring"}}}}


def main(write):
    size, source, directory = sys.argv[1:4]
    if size == "H":
        sys.exit("charts are not rendered by this release")
    with open(os.path.join(source, "spec.json")) as f:
        write(json.load(f), directory)
