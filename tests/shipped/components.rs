//! The rows about what the platforms themselves run: components of the catalogue, with the small charts of this repository.

use serde_json::{Value, json};

use super::{names, p3};
use crate::rendered::Rendered;

/// Every cluster with the environment that owns it.
const CLUSTERS: [(&str, &str); 13] = [
    ("p0-production", "eks-mesh"),
    ("p1-development", "dev-cluster"),
    ("p1-staging", "staging-cluster"),
    ("p1-production", "production-cluster"),
    ("p2-platform", "eks-hello"),
    ("p3-development", "eks-documents-development"),
    ("p3-staging", "eks-documents-staging"),
    ("p3-production", "eks-primary"),
    ("p3-production", "eks-secondary"),
    ("p4-development", "eks-dev"),
    ("p4-staging", "eks-staging"),
    ("p4-production", "eks-production"),
    ("p4-local", "kind-local"),
];

/// The environments on the cluster of the hello service.
const HELLO: [&str; 3] = ["p2-development", "p2-staging", "p2-production"];

fn p0() -> Rendered {
    Rendered::of("p0-production", "eks-mesh")
}

fn hello() -> Rendered {
    Rendered::of("p2-platform", "eks-hello")
}

fn p4(stage: &str) -> Rendered {
    let cluster = if stage == "development" { "eks-dev".to_owned() } else { format!("eks-{stage}") };
    Rendered::of(&format!("p4-{stage}"), &cluster)
}

fn clusters() -> impl Iterator<Item = (&'static str, &'static str, Rendered)> {
    CLUSTERS.into_iter().map(|(environment, cluster)| (environment, cluster, Rendered::of(environment, cluster)))
}

/// What an environment runs on a cluster of its own, and the environments that share the cluster.
fn sharing(environment: &str, cluster: &str) -> Vec<Rendered> {
    let borrowers = HELLO.iter().filter(|_| cluster == "eks-hello");
    borrowers.chain([&environment]).map(|environment| Rendered::of(environment, cluster)).collect()
}

/// What an environment's clusters run in the cloud: all but a developer's machine.
fn in_the_cloud() -> impl Iterator<Item = (&'static str, &'static str, Rendered)> {
    clusters().filter(|(environment, ..)| *environment != "p4-local")
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

#[test]
fn row_b3_kong_routes_limits_and_asks_for_tokens() {
    let p0 = p0();
    let labels = &p0.object("Namespace", "", "kong")["metadata"]["labels"];
    assert_eq!(labels["istio-injection"], "enabled", "Kong is inside the mesh");
    assert_eq!(p0.object("IngressClass", "", "kong")["spec"]["controller"], "ingress-controllers.konghq.com/kong");
    for route in ["service-1-public", "service-2-public"] {
        let ingress = p0.object("Ingress", "applications", route);
        assert_eq!(ingress["spec"]["ingressClassName"], "kong");
        assert_eq!(ingress["metadata"]["annotations"]["cert-manager.io/cluster-issuer"], "letsencrypt");
    }
    let p3 = p3();
    let plugins =
        |route: &str| p3.object("Ingress", "apps", route)["metadata"]["annotations"]["konghq.com/plugins"].clone();
    assert_eq!(plugins("fastapi-public"), "fastapi-public-rate-limit,fastapi-public-auth");
    assert_eq!(plugins("express-public"), "express-public-rate-limit");
    let limit = p3.object("KongPlugin", "apps", "fastapi-public-rate-limit");
    assert_eq!(limit["plugin"], "rate-limiting");
    assert_eq!((&limit["config"]["minute"], &limit["config"]["limit_by"]), (&json!(100), &json!("ip")));
    assert_eq!(p3.object("KongPlugin", "apps", "express-public-rate-limit")["config"]["minute"], 300);
    let auth = p3.object("KongPlugin", "apps", "fastapi-public-auth");
    assert_eq!(auth["plugin"], "jwt");
    // The consumer says whose tokens are taken; its credential comes from the store.
    let consumer = p3.object("KongConsumer", "platform", "oidc");
    let credential = p3.object("ExternalSecret", "platform", texts(&consumer["credentials"])[0]);
    assert_eq!(credential["spec"]["dataFrom"][0]["extract"]["key"], "p3-production/platform/oidc-tokens");
    let label = &credential["spec"]["target"]["template"]["metadata"]["labels"]["konghq.com/credential"];
    assert_eq!(label, "jwt");
}

#[test]
fn row_b4_ingress_nginx_routes_by_host_and_ends_tls() {
    let controllers =
        [("p2-platform", "eks-hello"), ("p4-staging", "eks-staging"), ("p4-production", "eks-production")];
    for (environment, cluster) in controllers {
        let rendered = Rendered::of(environment, cluster);
        assert!(rendered.has("Deployment", "ingress-nginx", "ingress-nginx-controller"), "{environment}");
        assert_eq!(rendered.object("IngressClass", "", "nginx")["spec"]["controller"], "k8s.io/ingress-nginx");
        let settings = &rendered.object("ConfigMap", "ingress-nginx", "ingress-nginx-controller")["data"];
        assert_eq!(settings["ssl-protocols"], "TLSv1.2 TLSv1.3", "{environment}");
        assert_eq!(settings["ssl-redirect"], "true", "{environment}");
    }
    let route = |rendered: &Rendered, namespace: &str, name: &str, host: &str| {
        let spec = rendered.object("Ingress", namespace, name)["spec"].clone();
        assert_eq!(spec["ingressClassName"], "nginx", "{host}");
        assert_eq!(spec["rules"][0]["host"], host);
        assert_eq!(spec["rules"][0]["http"]["paths"][0]["path"], "/", "{host}");
        assert_eq!(spec["tls"], json!([{"hosts": [host], "secretName": format!("{name}-tls")}]));
    };
    route(&Rendered::of("p2-production", "eks-hello"), "production", "fastapi-public", "hello.example.com");
    route(&p4("production"), "checkout", "api-public", "checkout.internal.example.com");
}

#[test]
fn row_b6_external_dns_writes_the_hosts_of_each_domain() {
    let arguments = |rendered: &Rendered| {
        let container = rendered.container("Deployment", "external-dns", "external-dns");
        texts(&container["args"]).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let places = [
        (p0(), "mesh.example.com", "upsert-only", "p0-production-eks-mesh"),
        (p4("development"), "development.internal.example.com", "sync", "p4-development-eks-dev"),
        (p4("staging"), "staging.internal.example.com", "upsert-only", "p4-staging-eks-staging"),
        (p4("production"), "internal.example.com", "upsert-only", "p4-production-eks-production"),
    ];
    for (rendered, domain, policy, owner) in places {
        let arguments = arguments(&rendered);
        for argument in [
            "--provider=aws".to_owned(),
            "--source=ingress".to_owned(),
            format!("--domain-filter={domain}"),
            format!("--policy={policy}"),
            format!("--txt-owner-id={owner}-external-dns"),
        ] {
            assert!(arguments.contains(&argument), "{owner}: {argument} in {arguments:?}");
        }
        for ingress in rendered.all("Ingress") {
            let host = ingress["spec"]["rules"][0]["host"].as_str().expect("a host");
            assert!(host.ends_with(domain), "{owner}: {host} has no record");
        }
    }
}

#[test]
fn row_b7_every_certificate_has_an_issuer() {
    let mut count = 0;
    for (environment, cluster, rendered) in clusters() {
        let issuers = names(rendered.all("ClusterIssuer"));
        for place in sharing(environment, cluster) {
            for ingress in place.all("Ingress").filter(|ingress| ingress["spec"]["ingressClassName"] != "alb") {
                let Some(tls) = ingress["spec"]["tls"].as_array() else { continue };
                assert!(!tls.is_empty(), "{environment}");
                let issuer = &ingress["metadata"]["annotations"]["cert-manager.io/cluster-issuer"];
                let issuer = issuer.as_str().unwrap_or_else(|| panic!("{environment}: no issuer of {ingress}"));
                assert!(issuers.contains(&format!("/{issuer}")), "{environment}: {issuer} of {issuers:?}");
                count += 1;
            }
        }
    }
    assert!(count > 15, "{count} certificates");
    let server = |rendered: &Rendered, name: &str| rendered.object("ClusterIssuer", "", name)["spec"]["acme"].clone();
    let production = "https://acme-v02.api.letsencrypt.org/directory";
    for (rendered, class) in [(p0(), "kong"), (hello(), "nginx"), (p3(), "kong"), (p4("production"), "nginx")] {
        let acme = server(&rendered, "letsencrypt");
        assert_eq!(acme["server"], production);
        assert_eq!(acme["solvers"][0]["http01"]["ingress"]["ingressClassName"], class);
    }
    let trial = server(&p4("development"), "letsencrypt-staging");
    assert_eq!(trial["server"], "https://acme-staging-v02.api.letsencrypt.org/directory");
    let vault = &p0().object("ClusterIssuer", "", "vault")["spec"]["vault"].clone();
    assert_eq!(
        (&vault["server"], &vault["path"]),
        (&json!("https://vault.example.com:8200"), &json!("pki/sign/platform"))
    );
    let kubernetes = json!({
        "mountPath": "/v1/auth/kubernetes",
        "role": "cert-manager",
        "serviceAccountRef": {"name": "cert-manager"},
    });
    assert_eq!(vault["auth"]["kubernetes"], kubernetes);
    let role = &p0().object("Role", "cert-manager", "cert-manager-vault")["rules"][0].clone();
    assert_eq!((&role["resources"], &role["verbs"]), (&json!(["serviceaccounts/token"]), &json!(["create"])));
}

#[test]
fn row_b8_secrets_come_from_a_store_of_their_cluster() {
    for (environment, cluster, rendered) in in_the_cloud() {
        let stores = names(rendered.all("ClusterSecretStore"));
        let aws = &rendered.object("ClusterSecretStore", "", "aws")["spec"]["provider"]["aws"];
        let region = match cluster {
            "eks-hello" => "ap-south-1",
            "eks-primary" | "eks-documents-development" | "eks-documents-staging" => "us-west-2",
            _ => "us-east-1",
        };
        assert_eq!(*aws, json!({"service": "SecretsManager", "region": region}), "{environment}");
        for place in sharing(environment, cluster) {
            for secret in place.all("ExternalSecret") {
                let what = format!("{environment} {}", secret["metadata"]["name"]);
                let Some(store) = secret["spec"]["secretStoreRef"]["name"].as_str() else {
                    let made = &secret["spec"]["dataFrom"][0]["sourceRef"]["generatorRef"];
                    assert_eq!(made["kind"], "Password", "{what} is made in the cluster");
                    assert_eq!(secret["spec"]["refreshPolicy"], "CreatedOnce", "{what}");
                    continue;
                };
                assert!(stores.contains(&format!("/{store}")), "{what}: {store}");
                assert_eq!(secret["spec"]["refreshInterval"], "1h", "{what}: a rotated secret arrives");
            }
        }
    }
    let vault = &p0().object("ClusterSecretStore", "", "vault")["spec"]["provider"]["vault"].clone();
    assert_eq!(vault["server"], "https://vault.example.com:8200");
    assert_eq!(vault["auth"]["kubernetes"]["serviceAccountRef"]["name"], "external-secrets");
    // A secret of a component: what Argo CD's cache is asked with.
    assert!(p0().has("ExternalSecret", "argocd", "argocd-redis"));
}

#[test]
fn row_b12_prometheus_and_grafana_have_the_numbers_of_the_documents() {
    let of = |cpu, memory, cpu_limit, memory_limit| {
        json!({
            "requests": {"cpu": cpu, "memory": memory},
            "limits": {"cpu": cpu_limit, "memory": memory_limit},
        })
    };
    let p3 = p3();
    let prometheus = &p3.object("Prometheus", "infrastructure", "monitoring-prometheus")["spec"];
    assert_eq!(prometheus["resources"], of("500m", "2Gi", "2000m", "8Gi"));
    let pod = p3.pod("Deployment", "infrastructure", "monitoring-grafana");
    let containers = pod["containers"].as_array().expect("containers");
    let grafana = containers.iter().find(|container| container["name"] == "grafana").expect("Grafana");
    assert_eq!(grafana["resources"], of("100m", "128Mi", "500m", "512Mi"));
    for (environment, _, rendered) in in_the_cloud() {
        let namespace = if environment.starts_with("p3-") { "infrastructure" } else { "monitoring" };
        let prometheus = &rendered.object("Prometheus", namespace, "monitoring-prometheus")["spec"];
        for selector in
            ["serviceMonitorSelector", "podMonitorSelector", "ruleSelector", "serviceMonitorNamespaceSelector"]
        {
            assert_eq!(prometheus[selector], json!({}), "{environment}: every team's monitors and rules are read");
        }
        assert_eq!(prometheus["externalLabels"]["environment"], environment);
        assert_eq!(prometheus["alerting"]["alertmanagers"][0]["name"], "monitoring-alertmanager", "{environment}");
        assert!(rendered.has("Alertmanager", namespace, "monitoring-alertmanager"), "{environment}");
        assert!(rendered.has("DaemonSet", namespace, "monitoring-node-exporter"), "{environment}");
        assert!(rendered.has("Deployment", namespace, "monitoring-operator"), "{environment}");
        assert!(rendered.has("Deployment", namespace, "monitoring-kube-state-metrics"), "{environment}");
    }
    let watched = |monitor: &str| p3.object("PodMonitor", "workers", monitor)["spec"]["podMetricsEndpoints"][0].clone();
    assert_eq!(watched("crawler")["port"], "metrics", "a workload without a Service");
}

#[test]
fn row_b12_alerts_reach_pagerduty_and_slack() {
    for (environment, cluster, rendered) in in_the_cloud() {
        let namespace = if environment.starts_with("p3-") { "infrastructure" } else { "monitoring" };
        let config = &rendered.object("AlertmanagerConfig", namespace, "monitoring")["spec"];
        let routes = config["route"]["routes"].as_array().expect("routes");
        let matched = |receiver: &str| {
            let matcher = json!({"name": "receiver", "matchType": "=", "value": receiver});
            routes.iter().any(|route| route["matchers"].as_array().is_some_and(|all| all.contains(&matcher)))
        };
        for place in sharing(environment, cluster) {
            let rules = place.all("PrometheusRule").flat_map(|rule| rule["spec"]["groups"].as_array().expect("groups"));
            for alert in rules.flat_map(|group| group["rules"].as_array().expect("rules")) {
                if let Some(receiver) = alert["labels"]["receiver"].as_str() {
                    assert!(matched(receiver), "{environment}: nobody is told what {receiver} should hear");
                }
            }
        }
        let receivers = config["receivers"].as_array().expect("receivers");
        let keys = rendered.object("ExternalSecret", namespace, "monitoring-alerts");
        let keys: Vec<&Value> =
            keys["spec"]["data"].as_array().expect("data").iter().map(|entry| &entry["secretKey"]).collect();
        let pages = receivers.iter().filter_map(|receiver| receiver["pagerdutyConfigs"].get(0));
        let pages: Vec<&Value> = pages.collect();
        assert!(!pages.is_empty(), "{environment}: somebody is called");
        assert!(pages.iter().all(|page| keys.contains(&&page["routingKey"]["key"])), "{environment}: {keys:?}");
        let posts = receivers.iter().filter_map(|receiver| receiver["slackConfigs"].get(0));
        let posts: Vec<&Value> = posts.collect();
        assert!(posts.len() >= 2 && posts.iter().all(|post| post["channel"] == "#incidents"), "{environment}");
        assert!(posts.iter().all(|post| keys.contains(&&post["apiURL"]["key"])), "{environment}: {keys:?}");
    }
}

#[test]
fn row_b16_argo_cd_itself_is_rendered() {
    let places = [("p0-production", p0()), ("p2-platform", hello()), ("p4-staging", p4("staging"))];
    for (environment, rendered) in places {
        for name in ["argocd-server", "argocd-repo-server", "argocd-applicationset-controller"] {
            assert!(rendered.has("Deployment", "argocd", name), "{environment}: {name}");
        }
        assert!(rendered.has("StatefulSet", "argocd", "argocd-application-controller"), "{environment}");
        for name in ["applications", "applicationsets", "appprojects"] {
            let name = format!("{name}.argoproj.io");
            let definition = rendered.object("CustomResourceDefinition", "", &name);
            assert_eq!(definition["spec"]["group"], "argoproj.io", "{environment}");
        }
        let policy = &rendered.object("ConfigMap", "argocd", "argocd-rbac-cm")["data"]["policy.csv"];
        assert!(
            policy.as_str().is_some_and(|policy| policy.contains("g, \"platform-admins\", role:admin")),
            "{policy}"
        );
        // What it syncs lies in the same environment.
        let root =
            Rendered::told(environment).object("Application", "argocd", &format!("{environment}-argocd")).clone();
        assert_eq!(root["spec"]["destination"]["name"], "in-cluster");
    }
}

#[test]
fn row_b21_what_autoscalers_read_is_in_their_cluster() {
    for (environment, cluster, rendered) in clusters() {
        let service = &rendered.object("APIService", "", "v1beta1.metrics.k8s.io")["spec"]["service"];
        let namespace = if environment.starts_with("p3-") { "platform" } else { "metrics-server" };
        assert_eq!(
            (&service["name"], &service["namespace"]),
            (&json!("metrics-server"), &json!(namespace)),
            "{cluster}"
        );
        assert!(rendered.has("Deployment", namespace, "metrics-server"), "{cluster}");
        assert!(rendered.has("Service", namespace, "metrics-server"), "{cluster}");
    }
}

#[test]
fn row_b23_components_stand_in_the_namespaces_of_the_documents() {
    let hello = hello();
    for (kind, namespace, name) in [
        ("Deployment", "ingress-nginx", "ingress-nginx-controller"),
        ("Deployment", "argocd", "argocd-server"),
        ("Prometheus", "monitoring", "monitoring-prometheus"),
        ("Alertmanager", "monitoring", "monitoring-alertmanager"),
        ("Deployment", "monitoring", "monitoring-grafana"),
        ("Deployment", "external-secrets", "external-secrets"),
    ] {
        assert!(hello.has(kind, namespace, name), "{kind} {namespace}/{name}");
    }
    let p3 = p3();
    for (kind, namespace, name) in [
        ("Prometheus", "infrastructure", "monitoring-prometheus"),
        ("Deployment", "infrastructure", "monitoring-grafana"),
        ("Alertmanager", "infrastructure", "monitoring-alertmanager"),
        ("Deployment", "infrastructure", "cert-manager"),
        ("Deployment", "platform", "kong"),
        ("Deployment", "platform", "external-secrets"),
    ] {
        assert!(p3.has(kind, namespace, name), "{kind} {namespace}/{name}");
    }
    let own = ["/apps", "/batch", "/infrastructure", "/platform", "/workers"];
    assert_eq!(names(p3.all("Namespace")), own, "no other namespace");
    for (environment, cluster, rendered) in clusters() {
        let stray = rendered.objects().iter().filter(|object| object["metadata"]["namespace"] == "default");
        assert_eq!(names(stray), [] as [&str; 0], "{environment}/{cluster}");
        let told = Rendered::told(environment);
        for project in told.all("AppProject") {
            for destination in project["spec"]["destinations"].as_array().expect("a list") {
                assert_ne!(destination["namespace"], "default", "{environment}");
            }
        }
    }
}

#[test]
fn row_b24_charts_are_inflated_and_none_is_left_to_argo_cd() {
    for (environment, cluster, rendered) in clusters() {
        // Definitions and what they define come together: each custom resource of a component has its own in the cluster.
        let defined: Vec<&Value> =
            rendered.all("CustomResourceDefinition").map(|one| &one["spec"]["names"]["kind"]).collect();
        for kind in
            ["ClusterSecretStore", "ClusterIssuer", "Prometheus", "AlertmanagerConfig", "KongConsumer", "Password"]
        {
            if rendered.all(kind).next().is_some() {
                assert!(defined.contains(&&json!(kind)), "{environment}/{cluster}: {kind}");
            }
        }
        if environment != "p4-local" {
            assert!(defined.len() > 10, "{environment}/{cluster}: {defined:?}");
        }
        for told in Rendered::told(environment).objects() {
            let text = serde_json::to_string(told).expect("JSON");
            assert!(!text.contains("\"chart\":") && !text.contains("\"helm\":"), "{environment}: {text}");
        }
    }
    let count = |environment: &str, cluster: &str| Rendered::of(environment, cluster).objects().len();
    let teams = |environment: &str, cluster: &str| Rendered::of_teams(environment, cluster).objects().len();
    for (environment, cluster) in [("p0-production", "eks-mesh"), ("p3-production", "eks-primary")] {
        assert!(count(environment, cluster) > teams(environment, cluster) + 100, "{environment}: whole charts");
    }
}
