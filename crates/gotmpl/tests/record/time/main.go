// Records what Go's package time makes of layouts, texts, zones and durations: `go run ./time > ../data/time.json`.
package main

import (
	"encoding/json"
	"os"
	"time"
)

var layouts = []string{
	"", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05.999999999Z07:00", "Mon Jan _2 15:04:05 2006", "Mon Jan _2 15:04:05 MST 2006", "Mon Jan 02 15:04:05 -0700 2006", "02 Jan 06 15:04 MST", "02 Jan 06 15:04 -0700", "Monday, 02-Jan-06 15:04:05 MST", "Mon, 02 Jan 2006 15:04:05 MST", "3:04PM", "Jan _2 15:04:05.000000", "2006-01-02", "20060102150405", "January 2, 2006", "Januaryx Janx Jan1 Mondayx Monx Mon1", "1/2/06", "01/02/2006 03:04:05 pm", "__2 002 _2 _2006 2006", "15h 3h 03h 4m 04m 5s 05s", ".000 .999 ,000 ,9 .0 .00x .0001 .99 .9999999999999 0.0", "Z0700 Z07:00 Z07 Z070000 Z07:00:00 -0700 -07:00 -07 -070000 -07:00:00", "MST", "é 2006 \" \\", "J M Mo Ja P p _ 0 00 07 08 1 2 3 4 5 6 7 8 9", "2006-01-02 15:04:05.999999999 -0700 MST", "PM pm AM am", "2006-002", "05.000", "05.999", "2006 Jan 2 15:04:05", "-070", "Z", "15:04 Z07:00",
}

var zones = []string{"UTC", "", "Local", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "Asia/Kathmandu", "America/Sao_Paulo", "Australia/Lord_Howe", "Etc/GMT+5", "america/new_york", "Bad/Zone", "Africa/Monrovia", "GMT"}

var seconds = []int64{0, 1, 86400, -1, 1582934400, 1700000000, 1720000000, 951782400, -62135596800, -62167219200, -62200000000, 253402300800, 4102444799, -2208988800, 1000000000000}

var texts = []string{
	"", "2020-02-29", "2021-02-29", "2020-13-01", "2020-00-10", "2020-1-2", "bad", "2020-02-29T10:20:30Z", "2020-02-29T10:20:30.123456789Z", "2020-02-29T10:20:30+02:00", "2020-02-29T10:20:30-24:60", "2020-02-29T10:20:30+25:00", "2020-02-29T24:20:30Z", "2020-02-29T10:60:30Z", "2020-02-29T10:20:60Z", "2020-02-29T10:20:30.5Z", "2020-02-29T10:20:30,5Z", "Mon Jan  2 15:04:05 2006", "mon jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 UTC 2006", "Mon Jan 2 15:04:05 GMT+3 2006", "Mon Jan 2 15:04:05 CEST 2006", "Mon Jan 2 15:04:05 ABCDE 2006", "Mon Jan 2 15:04:05 +03 2006", "Mon Jan 02 15:04:05 +0130 2006", "02 Jan 06 15:04 EST", "02 Jan 69 15:04 EST", "02 Jan 68 15:04 -0500", "Monday, 02-Jan-06 15:04:05 MST", "Mon, 02 Jan 2006 15:04:05 GMT", "3:04PM", "13:04PM", "12:04AM", "0:04AM", "Jan  2 15:04:05.000123", "20200229102030", "January 2, 2006", "JANUARY 2, 2006", "January 32, 2006", "January 0, 2006", "Jan 2, 2006", "1/2/06", "01/02/2006 03:04:05 pm", "01/02/2006 03:04:05 PM", "2020-060", "2021-366", "2020-366", "2020-000", "30.123", "30", "30.1234", "30,123", "2006 Jan 2 15:04:05.25", "2006  Jan   2 15:04:05", "2006 Jan 2 15:04:05 extra", "10:20 Z", "10:20 +01:00", "10:20 -0100", "é", "\"x\"", "2006-01-02 15:04:05 +0000 UTC", "2006-01-02 15:04:05.5 -0700 MST", "+200-01-02", "20 06",
}

var durations = []string{"", "0", "+0", "-0", "1", "1s", "-1s", "+1.5h", "1h30m", "1h1m1s1ms1us1ns", "1µs", "1μs", ".5s", "1.s", ".s", "-.s", "1x", "1d", "s", "1 s", "1e3s", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "2562047h47m16.854775807s", "2562048h", "0.000000001s", "0.0000000001s", "1.0000000000000000000000001s", "1h-1m", "--1s", "1é", "\"", "100ns", "1500us", "999ms", "50h", "2400h10m5s", "9223372036.854775808s", "18446744073709551616s"}

func main() {
	os.Setenv("TZ", "UTC")
	time.Local, _ = time.LoadLocation("UTC")
	formatted := map[string]any{}
	for _, zone := range zones {
		location, err := time.LoadLocation(zone)
		if err != nil {
			formatted[zone] = nil
			continue
		}
		rows := [][]string{}
		for _, second := range seconds {
			row := []string{}
			t := time.Unix(second, second*123456789%1000000000).In(location)
			for _, layout := range layouts {
				row = append(row, t.Format(layout))
			}
			row = append(row, t.String(), t.AddDate(1, -14, 31).Format(time.RFC3339))
			rows = append(rows, row)
		}
		formatted[zone] = rows
	}
	parsed := map[string]any{}
	for _, layout := range layouts {
		row := []string{}
		for _, text := range texts {
			t, err := time.ParseInLocation(layout, text, time.UTC)
			if err != nil {
				row = append(row, err.Error())
			} else {
				row = append(row, t.String())
			}
		}
		parsed[layout] = row
	}
	spans := map[string]string{}
	for _, text := range durations {
		d, err := time.ParseDuration(text)
		if err != nil {
			spans[text] = err.Error()
		} else {
			spans[text] = d.String()
		}
	}
	err := json.NewEncoder(os.Stdout).Encode(map[string]any{"layouts": layouts, "seconds": seconds, "formatted": formatted, "texts": texts, "parsed": parsed, "durations": spans})
	if err != nil {
		panic(err)
	}
}
