{{- define "stack.name" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}
{{- define "stack.hardened" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 65534
seccompProfile: {type: RuntimeDefault}
capabilities: {drop: [ALL]}
{{- end }}
{{- define "stack.antiAffinity" -}}
{{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" .labels) }}
{{- if eq .mode "hard" }}
requiredDuringSchedulingIgnoredDuringExecution:
  - {{ $term | toJson }}
{{- else }}
preferredDuringSchedulingIgnoredDuringExecution:
  - {weight: 100, podAffinityTerm: {{ $term | toJson }}}
{{- end }}
{{- end }}
