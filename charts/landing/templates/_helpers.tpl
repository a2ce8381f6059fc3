{{- define "landing.labels" -}}
app.kubernetes.io/name: landing
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "landing.selector" -}}
app.kubernetes.io/name: landing
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
