#!/usr/bin/env python3
"""Writes a project whose own Definition yields exactly the nine objects of the benchmark's model.

usage: input-definition.py SIZE DIR PROJECT   (DIR holds spec.json; PLATGEN_FILES=single|per-resource)
"""
import os
import shutil

from inputs import HERE, cluster, main, project


def write(spec, directory):
    common = dict(spec["common"])
    common.pop("registry")

    def environment_spec(name):
        layer = spec["envs"][name]
        env = layer["env"]
        return {
            "account": env["account"], "domain": env["domain"], "values": {"logLevel": env["logLevel"]},
            "clusters": cluster(name), "images": {"registry": spec["common"]["registry"]},
            "defaults": {"components": {"service": {
                "tls": env["tls"], "vars": layer["vars"], "config": layer["config"]}}},
        }

    def stack_spec(services):
        def component(name):
            s = spec["services"][name]
            return {"kind": "service", "namespace": s["team"], "port": s["port"], "tag": s["tag"],
                    "dependencies": s["deps"], "callers": s["callers"], "vars": s["vars"], "config": s["config"]}
        return {"components": {name: component(name) for name in services}}

    def override_spec(environment, services):
        return {"components": {name: spec["overrides"][environment][name] for name in services}}

    project(directory, spec, {"components": {"service": common}}, environment_spec, stack_spec, override_spec)
    os.makedirs(f"{directory}/catalog", exist_ok=True)
    shutil.copy(f"{HERE}/service-definition.yaml", f"{directory}/catalog/service.yaml")


main(write)
