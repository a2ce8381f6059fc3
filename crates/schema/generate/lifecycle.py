#!/usr/bin/env python3
"""Writes the marked entries of lifecycle.json, and checks scopes.json, from a git clone of kubernetes/api with its release branches.

    python3 lifecycle.py <clone> [<revision after the last branch>...]

Each `zz_generated.prerelease-lifecycle.go` says when the kinds of one API version were introduced, deprecated and removed, and what
replaces them; the server warns and stops serving by these functions. A later branch knows better than an earlier one, and an earlier
one knows kinds that a later one has dropped, so the branches are read in order. What stands under `documented` in lifecycle.json is
written by hand: kinds without markers.
"""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
FIRST_BRANCH = 19
# Types that no release in the store serves.
UNSERVED = {"extensions/PodSecurityPolicy", "policy/PodSecurityPolicy", "imagepolicy.k8s.io/ImageReview"}
FUNCTION = re.compile(
    r"func \(in \*(\w+)\) APILifecycle(Introduced|Deprecated|Removed|Replacement)\(\)[^{]*\{\s*return ([^\n]+)"
)
REPLACEMENT = re.compile(r'Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"')
COMMENTED = re.compile(r"((?:^(?://[^\n]*)?\n)+)type (\w+) struct", re.M)


def git(clone, *arguments):
    run = subprocess.run(["git", "-C", clone, *arguments], capture_output=True, text=True)
    return run.stdout


def files(clone, revision, name):
    listed = git(clone, "ls-tree", "-r", "--name-only", revision).splitlines()
    return sorted(path for path in listed if path.endswith("/" + name))


def group_of(clone, revision, folder):
    register = git(clone, "show", f"{revision}:{folder}/register.go")
    found = re.search(r'GroupName\s*=\s*"([^"]*)"', register)
    return found.group(1) if found else None


def marked(clone, revisions):
    entries = {}
    for revision in revisions:
        for path in files(clone, revision, "zz_generated.prerelease-lifecycle.go"):
            folder, version = path.rsplit("/", 1)[0], path.split("/")[-2]
            group = group_of(clone, revision, folder)
            told = {}
            for kind, what, value in FUNCTION.findall(git(clone, "show", f"{revision}:{path}")):
                told.setdefault(kind, {})[what] = value
            for kind, facts in told.items():
                if "Deprecated" in facts and not kind.endswith(("List", "Options")):
                    entries[group, version, kind] = entry(group, version, kind, facts)
    return [entries[key] for key in sorted(entries)]


def entry(group, version, kind, facts):
    minor = lambda what: int(facts[what].split(",")[1]) if what in facts else None
    instead = ""
    if replacement := REPLACEMENT.search(facts.get("Replacement", "")):
        other_group, other_version, other_kind = replacement.groups()
        instead = f"{other_group}/{other_version}".lstrip("/")
        # One marker names the list instead of its items' kind.
        instead += f" {other_kind}" if other_kind not in (kind, kind + "List") else ""
    return [group, version, kind, minor("Deprecated"), minor("Removed"), instead]


def cluster_scoped(clone, revision):
    """Tells for each kind with a client in which scopes its versions are: true for cluster-scoped."""
    scopes = {}
    for path in files(clone, revision, "types.go"):
        group = group_of(clone, revision, path.rsplit("/", 1)[0])
        for comment, kind in COMMENTED.findall(git(clone, "show", f"{revision}:{path}")):
            if group is not None and re.search(r"^// \+genclient$", comment, re.M):
                scopes.setdefault(f"{group}/{kind}", set()).add("+genclient:nonNamespaced" in comment)
    return scopes


def check_scopes(clone, revisions):
    listed = json.loads((HERE / "scopes.json").read_text())
    for revision in revisions:
        for kind, scopes in sorted(cluster_scoped(clone, revision).items()):
            told = kind in listed["cluster"]
            if kind not in listed["unstored"] and kind not in UNSERVED and scopes != {told}:
                print(f"scopes.json differs from {revision}: {kind} {scopes}")


def write(entries):
    path = HERE / "lifecycle.json"
    document = json.loads(path.read_text())
    known = {tuple(row[:3]) for row in entries}
    document["marked"] = entries
    for row in document["documented"]:
        if tuple(row[:3]) in known:
            print("documented by hand and marked:", row)
    rows = lambda name: ",\n".join("    " + json.dumps(row) for row in document[name])
    head = {key: document[key] for key in ("sources", "columns")}
    text = json.dumps(head, indent=2)[:-2] + f',\n  "documented": [\n{rows("documented")}\n  ],\n  "marked": [\n{rows("marked")}\n  ]\n}}\n'
    path.write_text(text)


def main():
    clone, *others = sys.argv[1:]
    branches = set(git(clone, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes").split())
    ours = lambda minor: next((name for name in branches if name.endswith(f"release-1.{minor}")), None)
    revisions = [name for minor in range(FIRST_BRANCH, 100) if (name := ours(minor))] + (others or ["HEAD"])
    write(marked(clone, revisions))
    check_scopes(clone, revisions[-13:])


if __name__ == "__main__":
    main()
