"""Packs what Terraform modules take and give into ../data/modules.bin.

    platgen schema import terraform CHECKOUT --name SOURCE --version VERSION > facts/NAME.json     (for each module and version)
    python3 generate.py facts/*.json

The same facts give the same bytes. The file is a size in little endian and a zlib stream of lines: first JSON,
{"modules": [[source, version], …], "types": N}; then N type expressions; then, in the order of the modules, JSON:
[[[variable, place of its type, bits], …], [output, …]]. Bits: 1 required, 2 not nullable, 4 sensitive.
"""

import json
import pathlib
import struct
import sys
import zlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "modules.bin"


def bits(variable):
    assert set(variable) <= {"name", "type", "required", "nullable", "sensitive"}, variable
    return variable.get("required", False) + 2 * (not variable.get("nullable", True)) + 4 * variable.get("sensitive", False)


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main():
    modules = [json.loads(pathlib.Path(name).read_text()) for name in sys.argv[1:]]
    modules.sort(key=lambda module: (module["source"], module["version"]))
    types = sorted({variable["type"] for module in modules for variable in module["variables"]})
    places = {written: place for place, written in enumerate(types)}
    lines = [dump({"modules": [[module["source"], module["version"]] for module in modules], "types": len(types)}), *types]
    for module in modules:
        rows = [[variable["name"], places[variable["type"]], bits(variable)] for variable in module["variables"]]
        lines.append(dump([sorted(rows), sorted(module["outputs"])]))
    assert not any("\n" in line for line in lines)
    text = "\n".join(lines).encode()
    OUT.write_bytes(struct.pack("<I", len(text)) + zlib.compress(text, 9))
    print(f"{len(modules)} modules, {len(types)} types, {OUT.stat().st_size} bytes")


main()
