{{- define "external-secrets.fullname" -}}
{{ .Values.fullnameOverride | default .Release.Name }}
{{- end }}

{{/* Labels of one of the three parts; `part` is empty for the operator itself. */}}
{{- define "external-secrets.labels" -}}
app.kubernetes.io/name: external-secrets{{ with .part }}-{{ . }}{{ end }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "external-secrets.name" -}}
{{ include "external-secrets.fullname" .root }}{{ with .part }}-{{ . }}{{ end }}
{{- end }}

{{/* What the pods of the three parts have in common. */}}
{{- define "external-secrets.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "external-secrets.name" . }}
  labels:
    {{- include "external-secrets.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicaCount }}
  selector:
    matchLabels:
      {{- include "external-secrets.labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "external-secrets.labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "external-secrets.name" . }}
      securityContext:
        seccompProfile: {type: RuntimeDefault}
      {{- with .values.topologySpreadConstraints }}
      topologySpreadConstraints:
        {{- range . }}
        - {{ toYaml . | nindent 10 | trim }}
          labelSelector:
            matchLabels:
              {{- include "external-secrets.labels" $ | nindent 14 }}
        {{- end }}
      {{- end }}
      containers:
        - name: {{ .part | default "external-secrets" }}
          image: {{ .root.Values.image.repository }}:{{ .root.Values.image.tag }}
          args:
            {{- range .args }}
            - {{ . }}
            {{- end }}
            - --loglevel={{ .values.log.level }}
            - --metrics-addr=:8080
          ports:
            - {name: metrics, containerPort: 8080}
            - {name: health, containerPort: 8081}
            {{- if eq .part "webhook" }}
            - {name: webhook, containerPort: 10250}
            {{- end }}
          {{- if .values.livenessProbe.enabled }}
          livenessProbe:
            httpGet: {path: /healthz, port: health}
          {{- end }}
          {{- if .isProbed }}
          readinessProbe:
            httpGet: {path: /readyz, port: health}
          {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            runAsUser: 1000
            capabilities: {drop: [ALL]}
          {{- with .values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- if eq .part "webhook" }}
          volumeMounts:
            - {name: certificates, mountPath: /tmp/certs, readOnly: true}
      volumes:
        - name: certificates
          secret: {secretName: {{ include "external-secrets.name" . }}}
          {{- end }}
{{- with .values.podDisruptionBudget }}
{{- if .enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "external-secrets.name" $ }}
  labels:
    {{- include "external-secrets.labels" $ | nindent 4 }}
spec:
  minAvailable: {{ .minAvailable }}
  selector:
    matchLabels:
      {{- include "external-secrets.labels" $ | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}
