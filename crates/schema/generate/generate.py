#!/usr/bin/env python3
"""Writes ../data/kubernetes.bin and ../data/NOTICE from the JSON schemas in the PyPI package kubernetes-validate.

    python3 -m venv .venv
    .venv/bin/pip install kubernetes-validate==1.37.0
    .venv/bin/python generate.py

Run by hand when a release of Kubernetes comes out; the same package gives the same bytes. The store is one zlib stream of lines:
the first line is an index in JSON, each later line one definition as a structural schema in JSON. A definition that several
releases share stands once; bit n of its mask says that release 1.(25+n) has it. Beside the package the script reads
  facts.json      per type and field: enums, immutability, list kinds, required, formats, limits (markers in the API types)
  fields.json     keywords that the API server's hand-written validation implies, by type and field
  unions.json     fields of which one excludes the others
  accepted.json   fields that OpenAPI calls required and the API server accepts when absent
  scopes.json     cluster-scoped kinds and kinds that are never stored
  lifecycle.json  deprecations and removals; lifecycle.py writes those that the API types mark
"""
import importlib.metadata
import json
import pathlib
import re
import zlib

HERE = pathlib.Path(__file__).parent
FIRST, LAST = 25, 37
META = "io.k8s.apimachinery.pkg.apis.meta.v1."
EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1."
INLINE = {
    META + "Time": {"type": "string", "format": "date-time"},
    META + "MicroTime": {"type": "string", "format": "date-time"},
    META + "FieldsV1": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    "io.k8s.apimachinery.pkg.runtime.RawExtension": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"x-kubernetes-int-or-string": True},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"x-quantity": True},
    EXTENSIONS + "JSON": {"x-kubernetes-preserve-unknown-fields": True},
}
PROPS = {"$ref": EXTENSIONS + "JSONSchemaProps"}
ALTERNATIVES = {
    EXTENSIONS + "JSONSchemaPropsOrBool": [{"type": "boolean"}, PROPS],
    EXTENSIONS + "JSONSchemaPropsOrArray": [{"type": "array", "items": PROPS}, PROPS],
    EXTENSIONS + "JSONSchemaPropsOrStringArray": [{"type": "array", "items": {"type": "string"}}, PROPS],
}
# Definitions that name every group's kinds in OpenAPI and are no kinds of their own.
NO_KINDS = {META + "DeleteOptions", META + "WatchEvent", META + "Status"}
LIMITS = {"maxItems", "maxLength", "maximum", "minimum", "maxBytes"}


def data(name):
    return json.loads((HERE / name).read_text())


def slim(schema, top=False):
    """Keeps what decides validity, in the form that structural schemas have."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name in INLINE:
            return dict(INLINE[name])
        if name in ALTERNATIVES:
            return {"x-alternatives": ALTERNATIVES[name]}
        return {"$ref": name, **patching(schema)}
    out = patching(schema)
    kinds = schema.get("type")
    if kinds:
        out["type"] = kinds if isinstance(kinds, str) else next(kind for kind in kinds if kind != "null")
    for key in ("format", "x-kubernetes-list-map-keys"):
        if key in schema:
            out[key] = schema[key]
    if schema.get("x-kubernetes-list-type") in ("set", "map"):
        out["x-kubernetes-list-type"] = schema["x-kubernetes-list-type"]
    if "properties" in schema:
        out["properties"] = {name: slim(inner) for name, inner in sorted(schema["properties"].items())}
    for key in ("items", "additionalProperties"):
        if key in schema:
            out[key] = slim(schema[key])
    if "required" in schema:
        out["required"] = sorted(schema["required"])
    known = {"type", "format", "properties", "items", "additionalProperties", "required", "description", "enum"}
    strange = {key for key in schema if key not in known and not key.startswith("x-kubernetes-")}
    assert not strange, strange
    assert "enum" not in schema or top is None or set(schema) <= {"enum", "type", "description"}, schema
    return out


def patching(schema):
    """Keeps how strategic merge patches treat a list or map, where that is not the usual way."""
    out = {}
    strategies = schema.get("x-kubernetes-patch-strategy", "").split(",")
    if "replace" in strategies:
        out["x-kubernetes-patch-strategy"] = "replace"
    elif "merge" in strategies and "items" in schema:
        out["x-kubernetes-patch-strategy"] = "merge"
        if "x-kubernetes-patch-merge-key" in schema:
            out["x-kubernetes-patch-merge-key"] = schema["x-kubernetes-patch-merge-key"]
    return out


def constrain(field, keywords):
    """Adds keywords to a field's schema; `each` goes to the list's items, `values` to the map's values."""
    for key, value in keywords.items():
        if key == "each":
            constrain(field["items"], value)
        elif key == "values":
            constrain(field["additionalProperties"], value)
        else:
            field[key] = value


def marker(definition, name, field, text, used):
    """Applies one declarative-validation marker; those about updates are kept as immutability or left to a comparison of two objects."""
    text = text.split("#")[0].strip()
    key, _, value = text.partition("=")
    value = value.strip('"')
    used.add(key)
    if key == "required":
        definition["required"] = sorted(set(definition.get("required", [])) | {name})
    elif key == "immutable":
        field["x-immutable"] = True
    elif key == "format":
        field["x-rule"] = value
    elif key == "listType" and value in ("set", "map"):
        field["x-kubernetes-list-type"] = value
    elif key == "listMapKey":
        keys = field.setdefault("x-kubernetes-list-map-keys", [])
        if value not in keys:
            keys.append(value)
    elif key in LIMITS:
        field[key] = int(value)
    elif key == "unionMember":
        definition.setdefault("x-members", []).append(name)
    else:
        assert key in ("update", "listType"), text


def join(name, definition, facts, fields, unions, accepted, used):
    properties = definition.get("properties", {})
    for field, fact in facts.get(name, {}).items():
        if field not in properties:
            continue
        if "enum" in fact:
            target = properties[field]["items"] if fact["each"] else properties[field]
            assert "$ref" not in target, (name, field)
            target["enum"] = fact["enum"]
        for text in fact.get("dv", []):
            marker(definition, field, properties[field], text, used)
    for field, keywords in fields.get(name, {}).items():
        if field in properties:
            used.add((name, field))
            if keywords.get("required"):
                definition["required"] = sorted(set(definition.get("required", [])) | {field})
            constrain(properties[field], {key: value for key, value in keywords.items() if key != "required"})
    members = definition.pop("x-members", [])
    if len(members) > 1:
        definition["x-union"] = {"groups": [[member] for member in sorted(members)], "required": False}
    if name in unions:
        union = unions[name]
        if "except" in union:
            groups = [[field] for field in properties if field not in union["except"]]
        else:
            groups = [[field for field in group if field in properties] for group in union["groups"]]
            groups = [group for group in groups if group]
        definition["x-union"] = {"groups": groups, "required": union["required"]}
        used.add(name)
    if "required" in definition:
        dropped = accepted.get(name, [])
        used.update((name, field) for field in dropped if field in definition["required"])
        definition["required"] = [field for field in definition["required"] if field not in dropped]
        if not definition["required"]:
            del definition["required"]


def lifecycle(kinds):
    """Joins documented and marked entries. A kind can go earlier than its marker plans: what a release does not serve is gone."""
    document, entries = data("lifecycle.json"), []
    for group, version, kind, deprecated, removed, instead in document["documented"] + document["marked"]:
        mask = kinds.get((group, version, kind), [None, 0])[1]
        gone = FIRST + mask.bit_length()
        if mask and gone <= LAST:
            removed = gone
        assert not mask or removed is None or removed >= gone, (group, version, kind, removed, gone)
        entries.append([group, version, kind, deprecated, removed, instead])
    return entries


def main():
    import kubernetes_validate

    package = importlib.metadata.version("kubernetes-validate")
    source = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
    facts, fields, unions, accepted = (data(f"{name}.json") for name in ("facts", "fields", "unions", "accepted"))
    masks, kinds, used = {}, {}, set()
    for minor in range(FIRST, LAST + 1):
        definitions = json.loads((source / f"v1.{minor}.0-local" / "_definitions.json").read_text())["$defs"]
        for name, original in definitions.items():
            if name in INLINE or name in ALTERNATIVES:
                continue
            definition = slim(original, top=None)
            gvks = [] if name in NO_KINDS else original.get("x-kubernetes-group-version-kind", [])
            join(name, definition, facts, fields, unions, accepted, used)
            line = json.dumps(definition, separators=(",", ":"))
            masks[name, line] = masks.get((name, line), 0) | 1 << (minor - FIRST)
            for gvk in gvks:
                key = (gvk["group"], gvk["version"], gvk["kind"])
                assert kinds.setdefault(key, [name, 0])[0] == name, key
                kinds[key][1] |= 1 << (minor - FIRST)
    for name in fields:
        for field in fields[name]:
            assert (name, field) in used, ("fields.json names nothing", name, field)
    for name in unions:
        assert name in used, ("unions.json names nothing", name)
    for name in accepted:
        for field in accepted[name]:
            assert (name, field) in used, ("accepted.json names nothing", name, field)

    scopes = data("scopes.json")
    cluster, unstored = set(scopes["cluster"]), set(scopes["unstored"])
    unnamed = cluster | unstored
    entries = []
    for (group, version, kind), (name, mask) in sorted(kinds.items()):
        key = f"{group}/{kind}"
        scope = "u" if key in unstored or kind.endswith("List") else "c" if key in cluster else "n"
        unnamed.discard(key)
        entries.append([group, version, kind, scope, mask, name])
    assert not unnamed, ("scopes.json names nothing", unnamed)

    ordered = sorted(masks.items(), key=lambda item: (item[0][0], item[1]))
    index = {
        "first": FIRST,
        "last": LAST,
        "definitions": [[name, mask] for (name, _), mask in ordered],
        "kinds": entries,
        "lifecycle": lifecycle(kinds),
    }
    lines = [json.dumps(index, separators=(",", ":"))] + [line for (_, line), _ in ordered]
    text = "\n".join(lines).encode()
    packed = zlib.compress(text, 9)
    out = HERE.parent / "data"
    (out / "kubernetes.bin").write_bytes(len(text).to_bytes(4, "little") + packed)
    (out / "NOTICE").write_text(
        f"kubernetes.bin holds OpenAPI definitions of Kubernetes 1.{FIRST} to 1.{LAST} without their descriptions\n"
        "(Copyright The Kubernetes Authors, Apache License 2.0),\n"
        f"as packaged in kubernetes-validate {package} (Apache License 2.0), joined with facts from the Kubernetes API types\n"
        "(Apache License 2.0). It is made by generate/generate.py.\n"
    )
    print(f"{len(ordered)} definitions, {len(entries)} kinds, {len(text)} bytes, {len(packed)} packed")


if __name__ == "__main__":
    main()
