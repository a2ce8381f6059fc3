{{- define "nginx.name" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}
{{- define "nginx.labels" -}}
app.kubernetes.io/name: ingress-nginx
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: controller
{{- end }}
