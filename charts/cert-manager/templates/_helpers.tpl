{{- define "cert-manager.fullname" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}

{{/* The name of one of the three parts: the controller has no part in its name. */}}
{{- define "cert-manager.name" -}}
{{ include "cert-manager.fullname" .root }}{{ if ne .part "controller" }}-{{ .part }}{{ end }}
{{- end }}

{{- define "cert-manager.labels" -}}
app.kubernetes.io/name: {{ if eq .part "controller" }}cert-manager{{ else }}{{ .part }}{{ end }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{/* What the pods of the three parts have in common. */}}
{{- define "cert-manager.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "cert-manager.name" . }}
  labels:
    {{- include "cert-manager.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicaCount }}
  selector:
    matchLabels:
      {{- include "cert-manager.labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "cert-manager.labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "cert-manager.name" . }}
      securityContext:
        runAsNonRoot: true
        seccompProfile: {type: RuntimeDefault}
      {{- with .values.topologySpreadConstraints }}
      topologySpreadConstraints:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .part }}
          image: {{ .root.Values.imageRegistry }}/{{ .root.Values.imageNamespace }}/cert-manager-{{ .part }}:{{ .root.Chart.AppVersion }}
          args:
            - --v=2
            {{- range .args }}
            - {{ . }}
            {{- end }}
          env:
            - name: POD_NAMESPACE
              valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
          ports:
            - {name: http-healthz, containerPort: 9403}
            {{- if .root.Values.prometheus.enabled }}
            - {name: http-metrics, containerPort: 9402}
            {{- end }}
            {{- if eq .part "webhook" }}
            - {name: https, containerPort: 10250}
            {{- end }}
          livenessProbe:
            httpGet: {path: /livez, port: http-healthz}
          {{- if eq .part "webhook" }}
          readinessProbe:
            httpGet: {path: /healthz, port: http-healthz}
          {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          {{- with .values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
{{- if .values.podDisruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "cert-manager.name" . }}
  labels:
    {{- include "cert-manager.labels" . | nindent 4 }}
spec:
  minAvailable: 1
  selector:
    matchLabels:
      {{- include "cert-manager.labels" . | nindent 6 }}
{{- end }}
{{- end }}
