"""Asks Terraform which inputs of a module it takes, with nothing of the module but its variables.

Usage: plan.py [--as-terragrunt] MODULE.json INPUTS.json

MODULE.json holds the facts of a module, INPUTS.json a map of inputs. Says what Terraform refuses, what it ignores and what is missing,
and fails where there is any; where something is missing, Terraform says nothing of the rest. By default inputs go the way of
*.tfvars.json; with --as-terragrunt they go through the environment, as Terragrunt gives them: texts as they are, everything else as
JSON, which Terraform reads as an expression.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ENVIRONMENT = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}


def split(text):
    """Splits at commas that stand outside of brackets and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, sign in enumerate(text):
        if sign == '"' and text[place - 1] != "\\":
            quoted = not quoted
        elif not quoted and sign in "([{":
            depth += 1
        elif not quoted and sign in ")]}":
            depth -= 1
        elif not quoted and sign == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def default_of(kind):
    """Writes some value of a type, for a variable that has a default and may not be null."""
    simple = {"string": '""', "number": "0", "bool": "false", "any": '""'}
    if kind in simple:
        return simple[kind]
    constructor, _, inner = kind.partition("(")
    inner = inner[:-1].strip()
    if constructor in ("list", "set"):
        return "[]"
    if constructor == "map":
        return "{}"
    if constructor == "tuple":
        return "[" + ", ".join(default_of(item) for item in split(inner[1:-1])) + "]"
    fields = [field.partition(" = ") for field in split(inner[1:-1])]
    needed = [f"{name} = {default_of(value)}" for name, _, value in fields if not value.startswith("optional(")]
    return "{ " + ", ".join(needed) + " }"


def declare(variable):
    lines = [f'variable "{variable["name"]}" {{', f"  type = {variable['type']}"]
    nullable = variable.get("nullable", True)
    if not variable.get("required", False):
        lines.append(f"  default = {'null' if nullable else default_of(variable['type'])}")
    if not nullable:
        lines.append("  nullable = false")
    if variable.get("sensitive", False):
        lines.append("  sensitive = true")
    return "\n".join([*lines, "}"])


def plan(module, inputs, as_terragrunt=False):
    """Gives the inputs that are refused with Terraform's words, those that the module does not have, and those that are missing."""
    declared = {variable["name"] for variable in module["variables"]}
    ignored = [name for name in inputs if name not in declared]
    environment = dict(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "variables.tf").write_text("\n\n".join(map(declare, module["variables"])) + "\n")
        taken = {name: value for name, value in inputs.items() if name in declared}
        if as_terragrunt:
            given = {name: value for name, value in taken.items() if value is not None}
            environment |= {f"TF_VAR_{name}": value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
            taken = {name: None for name in taken if name not in given}
        (folder / "inputs.auto.tfvars.json").write_text(json.dumps(taken))
        command = ["terraform", "plan", "-json", "-input=false", "-refresh=false", "-lock=false"]
        answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    refused, missing, other = {}, [], []
    for line in answer.stdout.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        diagnostic = message.get("diagnostic")
        if not diagnostic or diagnostic["severity"] != "error":
            continue
        summary, detail = diagnostic["summary"], diagnostic.get("detail", "")
        name = re.search(r'var\.(\w+)|variable "(\w+)"|value for var\.(\w+)', detail + str(diagnostic.get("range", "")))
        name = name and next(group for group in name.groups() if group)
        if summary == "No value for required variable":
            missing.append(name)
        elif name in declared:
            refused.setdefault(name, f"{summary}: {detail}")
        else:
            other.append(f"{summary}: {detail}")
    if other or (answer.returncode != 0 and not refused and not missing):
        raise RuntimeError("\n".join(other) or answer.stdout + answer.stderr)
    missing = sorted(name for name in missing if name not in refused)
    return {"refused": refused, "ignored": ignored, "missing": missing}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--as-terragrunt"]
    module, inputs = (json.loads(pathlib.Path(name).read_text()) for name in arguments)
    verdict = plan(module, inputs, as_terragrunt="--as-terragrunt" in sys.argv)
    print(json.dumps(verdict, indent=2))
    sys.exit(any(verdict.values()))


if __name__ == "__main__":
    main()
