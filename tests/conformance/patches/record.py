#!/usr/bin/env python3
"""Writes what kubectl answers to every case of this folder into answers/<form>.json.

    pip install pyyaml
    python3 record.py

An answer is the object that came out, or `refused` with the beginning of what kubectl said.
"""
import json
import pathlib
import subprocess
import tempfile

import yaml

HERE = pathlib.Path(__file__).parent
FORMS = {"strategic": "strategic", "merge": "merge", "operations": "json"}


def answer(form, thing, patch):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        json.dump(thing, file)
        file.flush()
        command = ["kubectl", "patch", "--local", "-f", file.name, f"--type={form}", "-p", json.dumps(patch), "-o", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return {"object": json.loads(done.stdout)}
    return {"refused": " ".join(done.stderr.split()).removeprefix("error: ")[:100]}


def main():
    things = yaml.safe_load((HERE / "objects.yaml").read_text())
    for name, form in FORMS.items():
        cases = yaml.safe_load((HERE / f"{name}.yaml").read_text())
        answers = {case["name"]: answer(form, things[case["object"]], case["patch"]) for case in cases}
        assert len(answers) == len(cases), "two cases have one name"
        lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in answers.items()]
        (HERE / "answers" / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(f"{name}: {len(cases)} cases")


if __name__ == "__main__":
    main()
