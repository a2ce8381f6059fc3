"""Records which of the random inputs of `examples/random_inputs.rs` Terraform refuses.

Needs `terraform` and `cargo`; writes verdicts.txt beside itself: the case, a hash of its inputs, then names: `-` before those that
are refused, `?` before those that are missing.
"""

import concurrent.futures
import hashlib
import json
import pathlib
import subprocess
import tempfile

import plan

HERE = pathlib.Path(__file__).resolve().parent


def judge(line):
    case = json.loads(line)
    verdict = plan.plan(case["module"], case["inputs"])
    assert not verdict["ignored"], case["name"]
    digest = hashlib.sha256(line.partition(',"inputs":')[2][:-1].encode()).hexdigest()[:16]
    names = [f"-{name}" for name in sorted(verdict["refused"])] + [f"?{name}" for name in verdict["missing"]]
    return " ".join([case["name"], digest, *names])


def main():
    version = json.loads(subprocess.check_output(["terraform", "version", "-json"], env=plan.ENVIRONMENT))["terraform_version"]
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["cargo", "run", "--quiet", "--example", "random_inputs", scratch], cwd=HERE.parent.parent, check=True)
        cases = (pathlib.Path(scratch) / "cases.jsonl").read_text().splitlines()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        lines = list(pool.map(judge, cases))
    (HERE / "verdicts.txt").write_text("\n".join([f"terraform {version}", *lines]) + "\n")


main()
