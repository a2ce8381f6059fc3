// Records what Go's text/template answers to the templates of this folder: `go run record.go`.
//
// A .tmpl file holds templates between lines of `====`. Their dot is data.json; the functions are those of `functions`, which
// tests/spec.rs declares alike. Answers go to answers.json.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"unicode/utf8"
)

type version struct{ Major, Minor string }

func (v *version) String() string            { return "v" + v.Major + "." + v.Minor }
func (v *version) Has(s string) bool         { return s == v.Major }
func (v *version) Fail() (string, error)     { return "", errors.New("it failed") }
func (v *version) Join(s ...string) string   { return strings.Join(s, v.Minor) }

type pair struct {
	Left  string
	Right any
}

type values map[string]any
type set []string

func (s set) Has(name string) bool {
	for _, have := range s {
		if have == name {
			return true
		}
	}
	return false
}

type answer struct {
	Template string
	Output   *string `json:",omitempty"`
	Bytes    []byte  `json:",omitempty"` // the output where it is not UTF-8
	Error    string  `json:",omitempty"`
}

func functions() template.FuncMap {
	return template.FuncMap{
		"list": func(items ...any) []any { return items },
		"dict": func(pairs ...any) map[string]any {
			made := map[string]any{}
			for i := 0; i+1 < len(pairs); i += 2 {
				made[pairs[i].(string)] = pairs[i+1]
			}
			return made
		},
		"set":      func(m map[string]any, key string, value any) map[string]any { m[key] = value; return m },
		"strings":  func(items ...string) []string { return items },
		"words":    func(of map[string]string) map[string]string { return of },
		"wordmap":  func(key, value string) map[string]string { return map[string]string{key: value} },
		"int":      func(n int) int { return n },
		"int64":    func(n int64) int64 { return n },
		"uint64":   func(n uint64) uint64 { return n },
		"float64":  func(n float64) float64 { return n },
		"bool":     func(b bool) bool { return b },
		"upper":    func(s string) string { return strings.ToUpper(s) },
		"bytes":    func(s string) []byte { return []byte(s) },
		"any":      func(value any) any { return value },
		"kind":     func(l []any) int { return len(l) },
		"fail":     func(message string) (string, error) { return "", errors.New(message) },
		"nothing":  func() any { return nil },
		"nillist":  func() []any { return nil },
		"nilmap":   func() map[string]any { return nil },
		"version":  func(major, minor string) *version { return &version{major, minor} },
		"pair":     func(left string, right any) pair { return pair{left, right} },
		"values":   func(m map[string]any) values { return m },
		"set_of":   func(items ...string) set { return items },
		"takes_version": func(v *version) string {
			if v == nil {
				return "nil"
			}
			return v.String()
		},
	}
}

func main() {
	data, err := os.ReadFile("data.json")
	must(err)
	files, err := filepath.Glob("*.tmpl")
	must(err)
	answers := map[string][]answer{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(err)
		for _, source := range strings.Split(string(text), "\n====\n") {
			answers[file] = append(answers[file], ask(source, data))
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	must(encoder.Encode(answers))
	must(os.WriteFile("answers.json", out.Bytes(), 0o644))
}

func ask(source string, text []byte) answer {
	var data any // templates may change it
	must(json.Unmarshal(text, &data))
	parsed, err := template.New("t").Option("missingkey=zero").Funcs(functions()).Parse(source)
	if err != nil {
		return answer{Template: source, Error: err.Error()}
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, data); err != nil {
		return answer{Template: source, Error: err.Error()}
	}
	if !utf8.Valid(out.Bytes()) {
		return answer{Template: source, Bytes: out.Bytes()}
	}
	output := out.String()
	return answer{Template: source, Output: &output}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
