"""Records that Terraform leaves random files as they are, and what values it reads from them.

Usage: record_files.py [COUNT]. Needs `terraform` and `cargo`; writes files.txt beside itself.
"""

import base64
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CRATE = HERE.parent.parent
ENVIRONMENT = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
WORD = 'w"${$'


def terraform(folder, *arguments, **options):
    return subprocess.run(["terraform", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, **options)


def version():
    return json.loads(terraform(HERE, "version", "-json").stdout)["terraform_version"]


def digest(content):
    return hashlib.sha256(content).hexdigest()[:16]


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def evaluate(folder, count):
    """Asks for all local values at once; base64 keeps the console from spelling them in its own way."""
    (folder / "word.tf").write_text("locals {\n  word = %s\n}\n" % json.dumps(WORD).replace("${", "$${"))
    names = ", ".join(f"local.v{seed}" for seed in range(count))
    answer = terraform(folder, "console", input=f"base64encode(jsonencode([{names}]))\n")
    assert answer.returncode == 0, answer.stderr
    return json.loads(base64.b64decode(answer.stdout.strip().strip('"')), parse_float=str, parse_int=str)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        command = ["cargo", "run", "--quiet", "--example", "random_files", scratch, str(count)]
        subprocess.run(command, cwd=CRATE, check=True)
        for kind in ["values", "layout"]:
            check = terraform(folder / kind, "fmt", "-check", "-diff", ".")
            assert check.returncode == 0, check.stdout + check.stderr
        values = evaluate(folder / "values", count)
        lines = [f"terraform {version()}"]
        for seed in range(count):
            content = (folder / "values" / f"v{seed}.tf").read_bytes()
            lines.append(f"v{seed} {digest(content)} {digest(canonical(values[seed]))}")
        for seed in range(count):
            lines.append(f"l{seed} {digest((folder / 'layout' / f'l{seed}.tf').read_bytes())}")
    (HERE / "files.txt").write_text("\n".join(lines) + "\n")


main()
