// Records what Go's package regexp makes of patterns: `go run ./regex > ../data/regex.json`.
package main

import (
	"encoding/json"
	"os"
	"regexp"
	"unicode/utf8"
)

var patterns = []string{
	``, `a`, `abc`, `a|ab`, `ab|a`, `a*`, `a+`, `a?`, `a*?`, `a+?`, `a??`, `(?U)a*`, `(?U)a*?`, `(a*)*`, `(a*)+`, `(|a)*`, `(|a)+`, `(a|b)*c`, `(?:)`, `()`, `()*`, `(?:)*`,
	`^`, `$`, `^$`, `(?m)^`, `(?m)$`, `(?m)^a`, `\A`, `\z`, `\b`, `\B`, `\bfoo\b`, `.`, `(?s).`, `.*`, `(?s).*`, `.+?`,
	`[a-c]+`, `[^a-c]+`, `[^\n]`, `[]a]`, `[^]a]`, `[a-]`, `[-a]`, `[a\-z]`, `[\w-]+`, `[\d\s]`, `[^\d]`, `[\D\d]`, `[[:alpha:]]+`, `[[:^alpha:]]+`, `[^[:digit:]]`, `[[:word:]]+`, `[[:foo:]]`, `[[:alpha]`, `[\pL\d]+`, `[\PL]`, `[^\PL]+`, `[a-\x63]+`, `[\x{61}-\x{7a}]`, `[a&&b]`, `[[a]`, `[a`, `[`, `[^`, `[]`, `[a-`, `[b-a]`, `[a-\d]`, `[\]`, `[\q]`, `[\x{D7FF}-\x{E000}]`, `[\x{D800}-\x{DFFF}]`, `\x{D800}`, `[^\x00-\x{10FFFF}]`,
	`\d+`, `\D+`, `\s+`, `\S+`, `\w+`, `\W+`, `\pN+`, `\pL+`, `\PL+`, `\p{Lu}+`, `\p{Greek}`, `\p{^Greek}`, `\P{^Greek}`, `\p{greek}`, `\p{Letter}`, `\p{Lowercase_Letter}+`, `\p{Any}`, `\p{ASCII}+`, `\p{Assigned}+`, `\p{Cn}`, `\p{LC}+`, `\p{Old_Italic}`, `\p{SignWriting}`, `\p{Nope}`, `\p`, `\pX`, `\p{`, `\p{}`, `\p{Latin`, `\p{Cs}`, `\p{punct}`, `\p{Grek}`,
	`(?i)k`, `(?i)K+`, `(?i)ſ`, `(?i)[a-k]+`, `(?i)[^k]`, `(?i)\w+`, `(?i)\W`, `(?i)\PL`, `(?i)\p{Lu}+`, `(?i)[[:upper:]]+`, `(?i)straße`, `(?i)É`, `(?i:a)b`, `(?i)a(?-i)b`, `a(?i)b|c`, `(a(?i)b)c`, `(?is).b`, `(?i-s:.)`, `(?-i)a`, `(?im-sU)a+`, `(?-)`, `(?i-)`, `(?i--s)`, `(?x)a`, `(?i`, `(?`, `(?P<`, `(?P<n`, `(?P<n>`, `(?P<n>a)`, `(?<n>a)`, `(?P=n)`, `(?P<n->a)`, `(?P<>a)`, `(?<>a)`, `(?'n'a)`, `(?P<n>a)(?P<n>b)`, `(?=a)`, `(?!a)`, `(?<=a)`, `(?#c)`, `(?>a)`, `(?|a)`,
	`a{2}`, `a{1,2}`, `a{2,}`, `a{,2}`, `a{0}`, `a{0,0}b`, `a{0,1}?`, `a{2`, `a{`, `{`, `}`, `{1}`, `{a`, `a{01}`, `a{1,01}`, `a{1000}`, `a{1001}`, `a{99999999999999999999}`, `a{2,1}`, `a{1,1001}`, `(a{10}){100}`, `(a{10}){101}`, `((a{10}){10}){10}`, `((a{10}){10}){11}`, `(a{0}){1000}`, `(a{2,}){501}`, `(a*){1000}`, `(?:a{100}b{100}){10}`, `(?:a{3}){1,}`, `(a{600}|b{400}){2}`, `(?:(?:a{500}){0}){1000}`, `a{1000}{2}`,
	`*`, `+a`, `?`, `a|*`, `(*)`, `(|*)`, `^*`, `$+`, `\b+`, `a**`, `a*+`, `a++`, `a+?+`, `a???`, `a*{2}`, `a{2}*`, `a{2}{3}`, `a{2}?{3}`, `(?i)*`, `a(?i)*`, `a*(?i)*`, `\Q\E*`, `a\Q\E*`, `x*?*`, `(a*)*`, `(?:a*)*`, `a{,2}*`, `a{2,1}*`, `*{2}`,
	`(`, `)`, `(a`, `a)`, `(a))`, `((a)`, `(a|b`, `a||b`, `|`, `|a`, `a|`, `(|a|)b`,
	`\Qa.b\E`, `\Qa.b`, `\Q`, `\Qab\E+`, `\E`, `\a`, `\f\n\r\t\v`, `\e`, `\x41`, `\x4`, `\x`, `\xg1`, `\x{41}`, `\x{}`, `\x{110000}`, `\x{4`, `\x{4g}`, `\0`, `\07`, `\101`, `\1`, `\18`, `\8`, `\777`, `\400`, `\_`, `\-`, `\/`, `\é`, `\ `, `\`, `a\`, `\C`, `\G`, `\K`, `\R`, `\X`, `\Z`, `\h`, `\u0041`, `\k<n>`, `\<a\>`, `\.`, `\\`,
	`(a)(b)?`, `(?P<first>a)(?P<second>b)?`, `(a)|(b)`, `((a)|b)+`, `([^-]*)-(.*)`, `^(25[0-5]|2[0-4]\d|1?\d?\d)$`, `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`, `[^-A-Za-z0-9_.]`, `é|ü`, `[é-ü]`, `a.c`, `z+`, `\s*,\s*`, `x*`, `(?m)^\s*`, `\n`, `\r?\n`, `(?s)a.b`, `.\b.`, `\b|a`, `a\B`, `\Ba`,
}

var texts = []string{"", "a", "aa", "b", "ab", "aab", "abcabc", "baaab", "foo bar", "a foo b", "A1_é ü", "KkK\u212as\u017fS", "a\nb\n", "\n", "a,b , c", "pizza", "x-y-z", "249", "日本語", "\xff", "a\xffb\xc3", "{a{2}", "αβγ Ω", "]", "AAAA", "\u0663", "Straße STRASSE", "a-b.c_d/e:f"}

var replacement = "<$0|$1|${2}|$first|${second}x|$1x|$$|$|${|$-|$9999999999|${01}>"

type answer struct {
	Error    string     `json:"error,omitempty"`
	Matches  [][]string `json:"matches,omitempty"`
	Replaced []string   `json:"replaced,omitempty"`
	Literal  []string   `json:"literal,omitempty"`
	Split    [][]string `json:"split,omitempty"`
	SplitTwo [][]string `json:"split_two,omitempty"`
	FindTwo  [][]string `json:"find_two,omitempty"`
}

// Bytes that are not UTF-8 do not survive JSON: each is written as a character of the private use area.
func shown(text string) string {
	out := ""
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			r = rune(0xe000 + int(text[0]))
		}
		out += string(r)
		text = text[size:]
	}
	return out
}

func all(texts []string) []string {
	out := []string{}
	for _, text := range texts {
		out = append(out, shown(text))
	}
	return out
}

func main() {
	answers := map[string]answer{}
	for _, pattern := range patterns {
		re, err := regexp.Compile(pattern)
		if err != nil {
			answers[pattern] = answer{Error: err.Error()}
			continue
		}
		var a answer
		for _, text := range texts {
			a.Matches = append(a.Matches, all(re.FindAllString(text, -1)))
			a.FindTwo = append(a.FindTwo, all(re.FindAllString(text, 2)))
			a.Replaced = append(a.Replaced, shown(re.ReplaceAllString(text, replacement)))
			a.Literal = append(a.Literal, shown(re.ReplaceAllLiteralString(text, "$1")))
			a.Split = append(a.Split, all(re.Split(text, -1)))
			a.SplitTwo = append(a.SplitTwo, all(re.Split(text, 2)))
		}
		answers[pattern] = a
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "")
	if err := encoder.Encode(map[string]any{"texts": all(texts), "replacement": replacement, "answers": answers}); err != nil {
		panic(err)
	}
}
