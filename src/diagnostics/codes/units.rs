use super::codes;

codes! {
    /// A unit needs another unit, and there is none, or there are several.
    ///
    /// A database stands in a network, a cluster runs in one. Which unit is meant follows from its kind where the stack has one of it, or one
    /// is shared with the stack; where there are several, a parameter of the unit says which.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     database: {kind: postgres, version: "16.4", instance: db.t4g.medium}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     network: {kind: vpc}
    ///     database: {kind: postgres, version: "16.4", instance: db.t4g.medium}
    /// ```
    MISSING_UNIT "missing-unit" Error;

    /// A stack uses a unit of another stack, which does not share it.
    ///
    /// Who may use a unit is its owner's decision: with its variables come grants and open ports.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   images: {registry: registry.example.com, pins: {api: "1.4.0"}}
    ///   stacks: {shop: {}, mail: {}}
    /// ```
    /// ```yaml
    /// # stacks/mail.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: mail, team: shop}
    /// spec:
    ///   units:
    ///     service: {kind: external, hosts: [mail.example.com]}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api:
    ///       kind: worker
    ///       namespace: shop
    ///       image: api
    ///       resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    ///       uses: {mail: {from: mail/service}}
    ///   units:
    ///     own: {kind: external, hosts: [example.com]}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   images: {registry: registry.example.com, pins: {api: "1.4.0"}}
    ///   stacks: {shop: {}, mail: {}}
    /// ```
    /// ```yaml
    /// # stacks/mail.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: mail, team: shop}
    /// spec:
    ///   units:
    ///     service: {kind: external, hosts: [mail.example.com], share: [shop]}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api:
    ///       kind: worker
    ///       namespace: shop
    ///       image: api
    ///       resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    ///       uses: {mail: {from: mail/service}}
    ///   units:
    ///     own: {kind: external, hosts: [example.com]}
    /// ```
    UNIT_NOT_SHARED "unit-not-shared" Error;

    /// Units need one another in a circle.
    ///
    /// None of them could be applied first. The page of the unit's definition says which outputs it reads of others.
    ///
    /// # Wrong
    /// ```yaml
    /// # catalog/link.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: link}
    /// spec:
    ///   target: unit
    ///   parameters: {type: object, properties: {to: {type: string}}}
    ///   dependencies: {next: {$if: "params.to", unit: "${params.to}"}}
    /// ```
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     a: {kind: link, to: b}
    ///     b: {kind: link, to: a}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # catalog/link.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: link}
    /// spec:
    ///   target: unit
    ///   parameters: {type: object, properties: {to: {type: string}}}
    ///   dependencies: {next: {$if: "params.to", unit: "${params.to}"}}
    /// ```
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     a: {kind: link, to: b}
    ///     b: {kind: link, to: ""}
    /// ```
    UNIT_CYCLE "unit-cycle" Error;

    /// A workload uses a unit that gives a workload nothing.
    ///
    /// What a workload gets of a unit (variables, secrets, grants, open ports) stands in `uses` of the unit's definition; some kinds have none.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   images: {registry: registry.example.com, pins: {api: "1.4.0"}}
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api:
    ///       kind: worker
    ///       namespace: shop
    ///       image: api
    ///       resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    ///       uses: {network: {}}
    ///   units:
    ///     network: {kind: vpc}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   images: {registry: registry.example.com, pins: {api: "1.4.0"}}
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api:
    ///       kind: worker
    ///       namespace: shop
    ///       image: api
    ///       resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    ///       uses: {mail: {}}
    ///   units:
    ///     mail: {kind: external, hosts: [mail.example.com]}
    /// ```
    UNUSABLE_UNIT "unusable-unit" Error;

    /// Nothing stands for a unit in an environment without a cloud.
    ///
    /// With `cloud: {provider: local}` a component in the cluster does what the unit does, where the unit's definition says which. Where none
    /// does, the workload has to do without the unit there.
    ///
    /// # Wrong
    /// ```yaml
    /// # catalog/table.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: table}
    /// spec:
    ///   target: unit
    ///   terragrunt:
    ///     source: {module: terraform-aws-modules/sqs/aws, version: 5.2.1}
    ///     inputs: {name: "${unit.cloudName}"}
    ///   uses: {variables: {TABLE: "${unit.cloudName}"}}
    /// ```
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   cloud: {provider: local}
    ///   images: {registry: registry.example.com, pins: {api: "1.4.0"}}
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api:
    ///       kind: worker
    ///       namespace: shop
    ///       image: api
    ///       resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    ///       uses: {orders: {}}
    ///   units:
    ///     orders: {kind: table}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   cloud: {provider: local}
    ///   images: {registry: registry.example.com, pins: {api: "1.4.0"}}
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api:
    ///       kind: worker
    ///       namespace: shop
    ///       image: api
    ///       resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    ///       uses: {mail: {}}
    ///   units:
    ///     mail: {kind: external, hosts: [mail.example.com]}
    /// ```
    NO_LOCAL_UNIT "no-local-unit" Error;

    /// An input reads an output that no unit gives.
    ///
    /// Terragrunt would say so while it applies the unit, after others were applied.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     key: {kind: queue}
    ///     jobs: {kind: queue, inputs: {kms_master_key_id: {$output: key.key_arm}}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     key: {kind: queue}
    ///     jobs: {kind: queue, inputs: {kms_master_key_id: {$output: key.queue_arn}}}
    /// ```
    UNKNOWN_OUTPUT "unknown-output" Error;

    /// Two things in the cloud would have one name.
    ///
    /// The second one is not made, or takes the first one over. Names have the environment's `short` in them, which two environments of one
    /// account must not share.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue, cloudName: "jobs-${env.short}"}
    ///     mails: {kind: queue, cloudName: "jobs-${env.short}"}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue}
    ///     mails: {kind: queue}
    /// ```
    DUPLICATE_CLOUD_NAME "duplicate-cloud-name" Error;

    /// A module's files cannot be read.
    ///
    /// What a module takes and gives is read from its `variable` and `output` blocks, or from a file of facts below `schemas/terraform/`.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # schemas/terraform/table.json
    /// not facts
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue}
    /// ```
    INVALID_MODULE "invalid-module" Error;

    /// A module gets an input that it does not have.
    ///
    /// Terragrunt hands it over, and Terraform ignores it without a word: of a misspelt name as of a key deep inside an object, whose default is
    /// taken then.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue, inputs: {delay_second: 5}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue, inputs: {delay_seconds: 5}}
    /// ```
    UNKNOWN_INPUT "unknown-input" Error;

    /// A module gets an input of another type than it takes.
    ///
    /// Terraform says so when the unit is planned. Types convert as Terraform converts them: a number is taken for a text.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue, inputs: {delay_seconds: soon}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     jobs: {kind: queue, inputs: {delay_seconds: 5}}
    /// ```
    INVALID_INPUT "invalid-input" Error;

    /// A module lacks an input, or an object in an input lacks an attribute.
    ///
    /// It has no default, so that Terraform would ask for it.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     network:
    ///       kind: vpc
    ///     jobs: {kind: queue, inputs: {queue_policy_statements: {all: {principals: [{type: AWS}]}}}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/base.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: base}
    /// spec:
    ///   abstract: true
    ///   account: "111122223333"
    ///   stacks: {shop: {}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   units:
    ///     network:
    ///       kind: vpc
    ///     jobs: {kind: queue, inputs: {queue_policy_statements: {all: {principals: [{type: AWS, identifiers: ["111122223333"]}]}}}}
    /// ```
    MISSING_INPUT "missing-input" Error;
}
