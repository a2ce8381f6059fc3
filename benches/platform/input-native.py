#!/usr/bin/env python3
"""Writes the benchmark's platform with `kind: service`, so that platgen's own recipe makes the objects.

usage: input-native.py SIZE DIR PROJECT   (DIR holds spec.json; PLATGEN_FILES=single|per-resource)
"""
from inputs import cluster, main, project


def write(spec, directory):
    common = spec["common"]
    defaults = {"workloads": {"service": {
        "variables": {**common["vars"], **common["config"]},
        "metrics": {"path": common["metricsPath"], "interval": common["scrapeInterval"]},
        "scale": {"cpu": common["cpuTarget"], "memory": common["memoryTarget"]},
        "disruption": {"maxUnavailable": "50%"},
    }}}

    def environment_spec(name):
        layer = spec["envs"][name]
        env = layer["env"]
        return {
            "account": env["account"], "domain": env["domain"], "values": {"logLevel": env["logLevel"]},
            "clusters": cluster(name),
            "images": {"registry": common["registry"],
                       "pins": {s: service["tag"] for s, service in spec["services"].items()}},
            "defaults": {"workloads": {"service": {"variables": {**layer["vars"], **layer["config"]}}}},
        }

    def stack_spec(services):
        def workload(name):
            s = spec["services"][name]

            def call(other):
                team = spec["services"][other]["team"]
                return {} if team == s["team"] else {"workload": f"{team}/{other}"}
            file = ("logging:\n  level: ${env.values.logLevel}\n  format: json\n"
                    f"server:\n  port: {s['port']}\n  name: {name}\n")
            return {
                "kind": "service", "namespace": s["team"], "image": name, "ports": {"http": s["port"]},
                "variables": {**s["vars"], **s["config"]}, "files": {"/etc/app/app.yaml": {"template": file}},
                "serviceAccount": {"annotations": {
                    "eks.amazonaws.com/role-arn": "arn:aws:iam::${env.account}:role/${env.name}-" + name}},
                "calls": {other: call(other) for other in s["deps"]},
                "routes": {"public": {"host": name + ".${env.domain}", "tls": True}},
            }
        return {"workloads": {name: workload(name) for name in services}}

    def override_spec(environment, services):
        def change(name):
            layer = spec["overrides"][environment][name]
            return {"scale": {"min": layer["replicas"], "max": 3 * layer["replicas"]},
                    "resources": layer["resources"], "variables": layer["vars"]}
        return {"workloads": {name: change(name) for name in services}}

    project(directory, spec, defaults, environment_spec, stack_spec, override_spec)


main(write)
