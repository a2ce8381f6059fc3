// Records what sprig's functions answer to the templates of ../functions: `go run ./functions > ../data/functions.json`.
//
// A .tmpl file holds templates, one an action, or one a line where the line declares variables. Their dot is data.json, in which
// numbers are floats.
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
)

type answer struct {
	Template string `json:"template"`
	Output   string `json:"output,omitempty"`
	Bytes    []byte `json:"bytes,omitempty"` // the output where it is not UTF-8
	Error    string `json:"error,omitempty"`
}

// The functions that Helm has in place of sprig's.
func functions() template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["fromJson"] = func(text string) map[string]any {
		m := map[string]any{}
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			m["Error"] = err.Error()
		}
		return m
	}
	all["fromJsonArray"] = func(text string) []any {
		a := []any{}
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			a = []any{err.Error()}
		}
		return a
	}
	return all
}

func ask(text string, data []byte) answer {
	var dot any
	if err := json.Unmarshal(data, &dot); err != nil {
		panic(err)
	}
	parsed, err := template.New("t").Option("missingkey=zero").Funcs(functions()).Parse(text)
	if err != nil {
		return answer{Template: text, Error: err.Error()}
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, dot); err != nil {
		return answer{Template: text, Error: err.Error()}
	}
	if shown := out.String(); strings.ToValidUTF8(shown, "") == shown {
		return answer{Template: text, Output: shown}
	}
	return answer{Template: text, Bytes: out.Bytes()}
}

var between = regexp.MustCompile(`\}\}\]?[ |]*\[?\{\{`)

func templates(line string) []string {
	if strings.Contains(line, ":=") || strings.Contains(line, "set .") {
		return []string{line}
	}
	actions := between.Split(line, -1)
	for i, action := range actions {
		action = strings.TrimSuffix(action, "|")
		actions[i] = "{{" + strings.TrimSuffix(strings.TrimPrefix(action, "{{"), "}}") + "}}"
	}
	return actions
}

func main() {
	time.Local, _ = time.LoadLocation("UTC")
	data, err := os.ReadFile("../functions/data.json")
	if err != nil {
		panic(err)
	}
	files, err := filepath.Glob("../functions/*.tmpl")
	if err != nil {
		panic(err)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for _, file := range files {
		lines, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(lines)), "\n") {
			for _, text := range templates(line) {
				if err := encoder.Encode(ask(text, data)); err != nil {
					panic(err)
				}
			}
		}
	}
}
