// Records what Masterminds' semver makes of versions and constraints: `go run ./semver > ../data/semver.json`.
package main

import (
	"encoding/json"
	"os"

	"github.com/Masterminds/semver/v3"
)

var versions = []string{
	"0.0.0", "0.0.3", "0.0.4", "0.1.0", "0.2.3", "0.2.9", "0.3.0", "1", "1.0.0", "1.0", "1.2", "v1.2", "1.2.0", "1.2.3", "1.2.4", "1.3.0", "1.9.9", "1.20.0", "2.0.0", "2.3.4", "2.3.9", "3.0.0", "4.1.0", "11.1.0", "12.0.0", "v1.34.0+k3s1", "v1.29.3-eks-1", "1.35.0-gke.100",
	"0.0.0-0", "0.0.0-alpha", "1.0.0-alpha", "1.0.0-alpha.1", "1.2.0-rc", "1.2.3-beta.2", "1.2.3-beta.10", "1.2.3-beta", "1.2.3-0", "1.2.3+b", "1.2.4-rc1", "1.3.0-alpha", "2.0.0-rc1", "2.3.5-0", "01.02.03", "1.2.3-01", "1.2.3.4", "", "x", "v", "1.", "1.2.", "1.2.3-", "1.2.3+", "1.2.3-a..b", "99999999999999999999.0.0", "1.2.3-99999999999999999999", " 1.2.3", "1.2.3 ", "V1.2.3", "1-alpha", "1+b", "1.2-beta+meta.01", "1.2.3-é",
}

var constraints = []string{
	"", " ", "*", "x", "X", "1", "1.2", "1.2.3", "v1", "v1.2.3", "=1.2.3", "= 1.2.3", "=1", "=1.2", "==1.2", "!=1", "!=1.2", "!=1.2.3", "!=x", "!=1.2.3-beta.2", "!=1.2-beta.2", "!=1.x", "!=0.0", ">1", ">1.2", ">1.2.3", ">x", ">*", ">0", ">11", ">11.1", ">1.2-0", ">1-0", ">=1", ">=1.2", ">=1.2.3", ">=x", ">=1.2-0", "=>1.2", "<1", "<1.2", "<1.2.3", "<x", "<1.2-0", "<=1", "<=1.2", "<=1.2.3", "<=x", "<=0", "<=1.2-0", "=<2", "~1", "~1.2", "~1.2.3", "~x", "~0", "~0.0", "~0.0.0", "~0.0.3", "~>1.2", "~> 1", "~1.2.3-0", "~1-0", "~0-0", "^1", "^1.2", "^1.2.3", "^x", "^0", "^0.0", "^0.0.3", "^0.2", "^0.2.3", "^0.0.0", "^1.2.x", "^1.x", "^0.x", "^0.0.x", "^1.2.3-beta.2", "^0-0", "^0.0-0", "1.x", "1.2.x", "1.*", "1.2.*", "1.X.3", "x.2.3", "1.x.3",
	">=1.2 <3", ">=1.2, <3", ">=1.2,<3", ">= 1.2 , < 3", ">=1.2  <3", ">=1.2<3", ">1.0 || <0.5", ">1.0||<0.5", "|| 1", "1 ||", "1 || || 2", "1 | 2", "1|2", ">=1.2 || latest", "1.2 - 2.3.4", "1.2.3 - 2", "1 - 2 || 4", "1.2.3 - 2, !=1.9.9", "v1.2 - v2.3", "1.2 -2.3", "1.2- 2.3", "1 - 2 - 3", "0.1 - 0.2 1 - 2", "1.2.3-alpha - 2.0.0", "1.x - 2.x", "latest", "garbage 1.2", "1.2.3.4", "1.2.3-", "1.2.3-01", ">=1.2.3+build", ">=1.2.3-beta.1+build.5", "1.2.3,", ",1.2.3", "1.2.3, ,2", ">= >= 1", ">", "^", "~", "!1", "<>1", ">==1", ">=1.2.3 ", "\t>=1.2.3\n", ">=1.22.0-0 <1.36.0-0", ">=1.19-0", ">= 1.16.0-0 < 1.19.0-0", "^1.2.3 || ^2-0", ">=99999999999999999999", "x1", "1x", "1.2xx", "**", ">=1.19-0 <1.22-0 || >=1.34", "é", "1.2.3 é", "a - b", " - ", "1 -", "- 1",
}

func main() {
	answers := map[string]any{}
	for _, text := range constraints {
		constraint, err := semver.NewConstraint(text)
		if err != nil {
			answers[text] = err.Error()
			continue
		}
		row := []any{}
		for _, v := range versions {
			version, err := semver.NewVersion(v)
			if err != nil {
				row = append(row, err.Error())
				continue
			}
			row = append(row, constraint.Check(version))
		}
		answers[text] = row
	}
	parsed := map[string]any{}
	for _, text := range versions {
		v, err := semver.NewVersion(text)
		if err != nil {
			parsed[text] = err.Error()
			continue
		}
		patch, minor, major := v.IncPatch(), v.IncMinor(), v.IncMajor()
		parsed[text] = []any{v.String(), v.Major(), v.Minor(), v.Patch(), v.Prerelease(), v.Metadata(), v.Original(), patch.String(), minor.String(), major.String(), major.Original()}
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"versions": versions, "constraints": answers, "parsed": parsed}); err != nil {
		panic(err)
	}
}
