// Writes the lines of its input that are PromQL, and fails at the first that is not.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"

	"github.com/prometheus/prometheus/promql/parser"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	queries := parser.NewParser(parser.Options{})
	for lines.Scan() {
		if _, err := queries.ParseExpr(lines.Text()); err != nil {
			log.Fatalf("%s\n%v", lines.Text(), err)
		}
		fmt.Println(lines.Text())
	}
}
