{{- define "kong.name" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}
{{- define "kong.labels" -}}
app.kubernetes.io/name: kong
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: app
{{- end }}
{{- define "kong.hardened" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 1000
seccompProfile: {type: RuntimeDefault}
capabilities: {drop: [ALL]}
{{- end }}
{{- define "kong.env" -}}
{{- range $name, $value := .Values.env }}
- {name: KONG_{{ $name | upper }}, value: {{ $value | quote }}}
{{- end }}
- name: KONG_PROXY_LISTEN
  value: 0.0.0.0:8000 {{ join " " .Values.proxy.http.parameters }}, 0.0.0.0:8443 {{ join " " .Values.proxy.tls.parameters }} ssl
- {name: KONG_ADMIN_LISTEN, value: "127.0.0.1:8444 ssl"}
- {name: KONG_STATUS_LISTEN, value: "0.0.0.0:8100"}
- {name: KONG_PREFIX, value: /kong_prefix}
{{- end }}
