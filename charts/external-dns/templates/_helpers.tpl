{{- define "external-dns.name" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}

{{- define "external-dns.labels" -}}
app.kubernetes.io/name: external-dns
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
