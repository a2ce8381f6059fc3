#!/usr/bin/env python3
"""Writes what `helm template` answers to every case of cases.json into answers.json.

    python3 record.py HELM

HELM is a binary of Helm 4.1.4. Every case runs in a fresh folder with the charts of this folder, an archive of one of them, and two
that have links. An answer is standard output, standard error, status, and the files that were written.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).parent
EXPECTED = "v4.1.4"


def prepare(folder):
    """Makes what a repository cannot hold, or holds badly. tests/helm.rs does the same."""
    shutil.copytree(HERE / "charts", folder, dirs_exist_ok=True)
    with tarfile.open(folder / "cache-1.2.3.tgz", "w:gz") as archive:
        archive.add(folder / "web/charts/cache", "cache")
    for name in ("linked", "leaving"):
        shutil.copytree(folder / "old", folder / name)
    (folder / "linked/templates/b.yaml").symlink_to("a.yaml")
    (folder / "leaving/templates/b.yaml").symlink_to("../../old/templates/a.yaml")


def answer(helm, case):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve() / "charts"
        prepare(folder)
        before = set(folder.rglob("*"))
        environment = {"HOME": name, "PATH": os.environ["PATH"], "KUBECONFIG": "/dev/null", "TZ": "UTC"}
        done = subprocess.run(
            [helm, "template", *case["arguments"]],
            cwd=folder,
            env=environment,
            input=case.get("stdin", ""),
            capture_output=True,
            text=True,
            check=False,
        )
        new = sorted(path for path in set(folder.rglob("*")) - before if path.is_file())
        files = {str(path.relative_to(folder)): path.read_text() for path in new}
        stdout, stderr = (text.replace(str(folder), "FOLDER") for text in (done.stdout, done.stderr))
    found = {"status": done.returncode, "stdout": stdout, "stderr": stderr}
    return found | ({"files": files} if files else {})


def main():
    helm = str(pathlib.Path(sys.argv[1]).resolve())
    version = subprocess.run([helm, "version", "--short"], capture_output=True, text=True, check=True).stdout
    assert version.startswith(EXPECTED), f"the answers are those of {EXPECTED}, this is {version}"
    cases = json.loads((HERE / "cases.json").read_text())
    answers = {case["name"]: answer(helm, case) for case in cases}
    assert len(answers) == len(cases), "two cases have one name"
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
