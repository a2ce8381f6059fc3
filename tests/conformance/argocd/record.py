#!/usr/bin/env python3
"""Writes what Helm's template engine makes of each text over each set of parameters into answers.json.

    HELM=helm python3 record.py

Argo CD and Helm evaluate templates with the same engine and the same functions, Go's text/template and sprig's; what they do about a
missing key differs, so that no parameter is missing here. Recorded with Helm 4.2.
"""
import json
import os
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
TEMPLATE = '''{{- range .Values.cases }}
{{ dict "index" .index "text" .text "answer" (tpl .text .parameters) | toJson }}
{{- end }}
'''


def main():
    parameters = json.loads((HERE / "parameters.json").read_text())
    texts = json.loads((HERE / "texts.json").read_text())
    cases = [{"index": i, "text": text, "parameters": one} for i, one in enumerate(parameters) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        chart = pathlib.Path(folder)
        (chart / "templates").mkdir()
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: engine\nversion: 1.0.0\n")
        (chart / "templates/NOTES.json").write_text(TEMPLATE)
        (chart / "values.yaml").write_text(json.dumps({"cases": cases}))
        command = [os.environ.get("HELM", "helm"), "template", "engine", folder, "--show-only", "templates/NOTES.json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = [{} for _ in parameters]
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            case = json.loads(line)
            answers[int(case["index"])][case["text"]] = case["answer"]
    assert all(list(one) == texts for one in answers), "an answer is missing"
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(cases)} cases")


main()
