{{- define "argo-cd.name" -}}
{{ .root.Values.fullnameOverride }}-{{ .part }}
{{- end }}

{{- define "argo-cd.labels" -}}
app.kubernetes.io/name: argocd-{{ .part }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{/* The spec of a Deployment or StatefulSet of one of Argo CD's own programs. */}}
{{- define "argo-cd.pods" -}}
replicas: {{ .values.replicas }}
selector:
  matchLabels:
    {{- include "argo-cd.labels" . | nindent 4 }}
template:
  metadata:
    labels:
      {{- include "argo-cd.labels" . | nindent 6 }}
  spec:
    serviceAccountName: {{ include "argo-cd.name" . }}
    securityContext:
      runAsNonRoot: true
      seccompProfile: {type: RuntimeDefault}
    {{- with .values.topologySpreadConstraints }}
    topologySpreadConstraints:
      {{- range . }}
      - {{ toYaml . | nindent 8 | trim }}
        labelSelector:
          matchLabels:
            {{- include "argo-cd.labels" $ | nindent 12 }}
      {{- end }}
    {{- end }}
    {{- with .values.copyutil }}
    initContainers:
      - name: copyutil
        image: {{ $.root.Values.global.image.repository }}:{{ $.root.Chart.AppVersion }}
        command: [cp, /usr/local/bin/argocd, /var/run/argocd/argocd-cmp-server]
        securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
        {{- with .resources }}
        resources:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        volumeMounts:
          - {name: var-files, mountPath: /var/run/argocd}
    {{- end }}
    containers:
      - name: {{ .part }}
        image: {{ .root.Values.global.image.repository }}:{{ .root.Chart.AppVersion }}
        args: [argocd-{{ .part }}]
        env:
          - name: REDIS_PASSWORD
            valueFrom: {secretKeyRef: {name: argocd-redis, key: auth}}
        envFrom:
          - configMapRef: {name: argocd-cmd-params-cm}
        ports:
          - {name: {{ .port.name }}, containerPort: {{ .port.number }}}
          - {name: metrics, containerPort: {{ .port.metrics }}}
        readinessProbe:
          httpGet: {path: /healthz, port: metrics}
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities: {drop: [ALL]}
        {{- with .values.resources }}
        resources:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        volumeMounts:
          - {name: var-files, mountPath: /var/run/argocd}
    volumes:
      - name: var-files
        emptyDir: {}
{{- end }}
