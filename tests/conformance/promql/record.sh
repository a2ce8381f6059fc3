#!/bin/sh
# Records which queries Prometheus' own parser takes; needs Go and a network.
set -eu
version=v0.316.0
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PROMQL_QUERIES="$scratch/queries.txt" cargo test --quiet --manifest-path "$here/../../../Cargo.toml" --test promql write_queries -- --ignored
cp "$here/parse.go" "$scratch/main.go"
cd "$scratch"
go mod init parse >/dev/null 2>&1
go get "github.com/prometheus/prometheus@$version" >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go build -o parse .
{
    echo "# github.com/prometheus/prometheus/promql/parser $version"
    ./parse < queries.txt
} > parsed.txt
cp parsed.txt "$here/parsed.txt"
