//! A cluster of many kinds of objects in which nothing is wrong, as plain manifests and as a project whose definitions hold them.

use platgen::world::MemoryWorld;

/// Parts of the shop, each the objects of one app: name and manifests.
pub fn parts() -> Vec<(String, String)> {
    let apps = ["api", "cart", "mail", "web"].map(|name| (name.to_owned(), APP.replace("NAME", name)));
    let rest = [("agent", AGENT), ("jobs", JOBS), ("store", STORE)];
    apps.into_iter().chain(rest.map(|(name, text)| (name.to_owned(), text.to_owned()))).collect()
}

/// The namespace in which all of it stands: in a project it is the stack's.
pub const NAMESPACE: &str = "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.34
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/warn-version: v1.34
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
";

/// A project whose definitions hold the parts.
pub fn project() -> MemoryWorld {
    let mut world = MemoryWorld::new();
    world.insert(
        "platgen.yaml",
        "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: shop}\nspec: {platgen: \">=0.1\"}\n".as_bytes(),
    );
    world.insert("teams/shop.yaml", TEAM.as_bytes());
    world.insert("environments/production.yaml", ENVIRONMENT.as_bytes());
    let mut stack = STACK.to_owned();
    for (name, text) in parts() {
        stack.push_str(&format!("    {name}: {{namespace: shop}}\n"));
        world.insert(format!("catalog/{name}.yaml"), definition(&name, &text).into_bytes());
    }
    world.insert("stacks/shop.yaml", stack.into_bytes());
    world
}

/// Writes manifests as the resources of a definition.
fn definition(name: &str, manifests: &str) -> String {
    let mut text = format!(
        "apiVersion: platgen.dev/v1\nkind: Definition\nmetadata: {{name: {name}}}\nspec:\n  target: component\n  resources:\n"
    );
    for manifest in manifests.split("---\n") {
        for (index, line) in manifest.lines().enumerate() {
            text.push_str(if index == 0 { "    - " } else { "      " });
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

const TEAM: &str = "\
apiVersion: platgen.dev/v1
kind: Team
metadata: {name: shop}
spec: {namespaces: [shop]}
";

const ENVIRONMENT: &str = "\
apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: production}
spec:
  domain: example.com
  clusters:
    eks-a:
      region: eu-west-1
      kubernetes: \"1.34\"
      external:
        ingressClasses: [nginx]
        stores: [aws]
        metrics: [resource]
        crds: [externalsecrets.external-secrets.io, servicemonitors.monitoring.coreos.com]
        objects: [StorageClass/gp3]
        namespaces: {ingress: ingress-nginx, monitoring: monitoring, dns: kube-system}
  stacks: {shop: {}}
";

const STACK: &str = "\
apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: shop, team: shop}
spec:
  namespaces: {shop: {podSecurity: restricted}}
  components:
";

const APP: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: NAME
  namespace: shop
  labels:
    app: NAME
    part-of: shop
spec:
  selector:
    matchLabels:
      app: NAME
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app: NAME
        part-of: shop
      annotations:
        example.com/owner: shop
    spec:
      serviceAccountName: NAME
      automountServiceAccountToken: true
      terminationGracePeriodSeconds: 30
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
      - name: server
        image: registry.example.com/shop/NAME:1.4.0
        imagePullPolicy: IfNotPresent
        args:
        - serve
        - --level=info
        ports:
        - name: http
          containerPort: 8080
          protocol: TCP
        - name: metrics
          containerPort: 9090
          protocol: TCP
        env:
        - name: LEVEL
          value: info
        - name: COLOUR
          valueFrom:
            configMapKeyRef:
              name: NAME-settings
              key: colour
        - name: PASSWORD
          valueFrom:
            secretKeyRef:
              name: NAME-secrets
              key: password
        envFrom:
        - configMapRef:
            name: NAME-settings
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
          limits:
            memory: 256Mi
        volumeMounts:
        - name: settings
          mountPath: /etc/shop
          readOnly: true
        - name: scratch
          mountPath: /tmp
        readinessProbe:
          httpGet:
            path: /ready
            port: http
          periodSeconds: 5
        livenessProbe:
          httpGet:
            path: /live
            port: http
          periodSeconds: 10
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities:
            drop:
            - ALL
      volumes:
      - name: settings
        configMap:
          name: NAME-settings
      - name: scratch
        emptyDir:
          sizeLimit: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: NAME
  namespace: shop
  labels:
    app: NAME
spec:
  type: ClusterIP
  selector:
    app: NAME
  ports:
  - name: http
    port: 80
    targetPort: http
    protocol: TCP
  - name: metrics
    port: 9090
    targetPort: metrics
    protocol: TCP
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: NAME
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
  - host: NAME.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: NAME
            port:
              name: http
      - path: /metrics
        pathType: Exact
        backend:
          service:
            name: NAME
            port:
              number: 9090
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: NAME
  namespace: shop
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: NAME
  minReplicas: 2
  maxReplicas: 6
  metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: 70
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: NAME
  namespace: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: NAME
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: NAME
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: NAME
  policyTypes:
  - Ingress
  - Egress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: ingress-nginx
    ports:
    - protocol: TCP
      port: 8080
    - protocol: TCP
      port: 9090
  egress:
  - to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
    ports:
    - protocol: UDP
      port: 53
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: NAME
  namespace: shop
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: NAME
  namespace: shop
rules:
- apiGroups:
  - ""
  resources:
  - configmaps
  verbs:
  - get
  - list
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: NAME
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: NAME
subjects:
- kind: ServiceAccount
  name: NAME
  namespace: shop
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: NAME-settings
  namespace: shop
data:
  colour: green
  shop.conf: |
    [shop]
    open = yes
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: NAME-secrets
  namespace: shop
spec:
  refreshInterval: 1h
  secretStoreRef:
    kind: ClusterSecretStore
    name: aws
  target:
    name: NAME-secrets
  data:
  - secretKey: password
    remoteRef:
      key: shop/NAME
      property: password
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: NAME
  namespace: shop
spec:
  selector:
    matchLabels:
      app: NAME
  endpoints:
  - port: metrics
    path: /metrics
    interval: 30s
"#;

const STORE: &str = r#"apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
  namespace: shop
spec:
  serviceName: store
  replicas: 3
  podManagementPolicy: OrderedReady
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      serviceAccountName: store
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
      - name: store
        image: registry.example.com/shop/store:2.0.1
        ports:
        - name: store
          containerPort: 6379
        resources:
          requests:
            cpu: 100m
            memory: 512Mi
          limits:
            memory: 512Mi
        volumeMounts:
        - name: data
          mountPath: /data
        - name: scratch
          mountPath: /tmp
        readinessProbe:
          tcpSocket:
            port: store
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities:
            drop:
            - ALL
      volumes:
      - name: scratch
        emptyDir:
          sizeLimit: 64Mi
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      storageClassName: gp3
      resources:
        requests:
          storage: 10Gi
---
apiVersion: v1
kind: Service
metadata:
  name: store
  namespace: shop
spec:
  clusterIP: None
  selector:
    app: store
  ports:
  - name: store
    port: 6379
    targetPort: store
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: store
  namespace: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: store
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: store
  namespace: shop
"#;

const JOBS: &str = r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
  namespace: shop
spec:
  schedule: "15 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 2
      template:
        spec:
          restartPolicy: OnFailure
          serviceAccountName: jobs
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            seccompProfile:
              type: RuntimeDefault
          containers:
          - name: report
            image: registry.example.com/shop/report:1.4.0
            env:
            - name: TARGET
              value: http://store.shop.svc:6379
            - name: TITLE
              valueFrom:
                configMapKeyRef:
                  name: jobs-settings
                  key: title
            resources:
              requests:
                cpu: 100m
                memory: 128Mi
              limits:
                memory: 128Mi
            volumeMounts:
            - name: reports
              mountPath: /reports
            securityContext:
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities:
                drop:
                - ALL
          volumes:
          - name: reports
            persistentVolumeClaim:
              claimName: reports
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: reports
  namespace: shop
spec:
  accessModes:
  - ReadWriteOnce
  storageClassName: gp3
  resources:
    requests:
      storage: 5Gi
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: jobs-settings
  namespace: shop
data:
  title: Daily report
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: jobs
  namespace: shop
"#;

const AGENT: &str = r#"apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: shop
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      serviceAccountName: agent
      automountServiceAccountToken: true
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      initContainers:
      - name: prepare
        image: registry.example.com/shop/prepare:0.3.0
        resources:
          requests:
            cpu: 10m
            memory: 32Mi
          limits:
            memory: 32Mi
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop:
            - ALL
      containers:
      - name: agent
        image: registry.example.com/shop/agent:0.3.0
        env:
        - name: NODE
          valueFrom:
            fieldRef:
              fieldPath: spec.nodeName
        resources:
          requests:
            cpu: 50m
            memory: 64Mi
          limits:
            memory: 64Mi
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop:
            - ALL
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: agent
  namespace: shop
"#;
