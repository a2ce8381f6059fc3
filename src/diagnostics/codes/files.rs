use super::codes;

codes! {
    /// A file could not be read.
    ///
    /// What is in it is not known, so that a result without it could lack what somebody wrote. The message says what the operating
    /// system refused, or which bound a file or a folder passes.
    ///
    /// # Wrong
    /// ```text
    /// stacks/shop.yaml is a file that only root may read
    /// ```
    ///
    /// # Right
    /// ```text
    /// chmod u+r stacks/shop.yaml
    /// ```
    UNREADABLE_FILE "unreadable-file" Error;

    /// A symbolic link leaves the project's folder.
    ///
    /// The output would depend on files that no commit of the project holds. Links that stay in the folder are followed.
    ///
    /// # Wrong
    /// ```text
    /// teams/shop.yaml -> /srv/teams/shop.yaml
    /// ```
    ///
    /// # Right
    /// ```text
    /// teams/shop.yaml -> ../shared/teams/shop.yaml
    /// ```
    LINK_OUTSIDE_PROJECT "link-outside-project" Error;

    /// A file holds a Git LFS pointer in place of its content.
    ///
    /// The content was never fetched: `git lfs pull` brings it.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// version https://git-lfs.github.com/spec/v1
    /// oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    /// size 12345
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components:
    ///     welcome: {kind: banner, namespace: shop, text: Welcome}
    /// ```
    LFS_POINTER "lfs-pointer" Error;

    /// A file is not YAML.
    ///
    /// Nothing of the file can be read. Besides what YAML's grammar forbids, merge keys, template braces and a second document in
    /// one file are refused in a project's files.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    /// ```
    SYNTAX "syntax" Error;

    /// YAML parsers read this plain scalar differently.
    ///
    /// `yes` is text for one parser and true for another, `0755` is 755 or 493. Quotes, or the value in its plain form, say which one
    /// is meant.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components:
    ///     welcome: {kind: banner, namespace: shop, text: yes}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components:
    ///     welcome: {kind: banner, namespace: shop, text: "yes"}
    /// ```
    AMBIGUOUS_SCALAR "ambiguous-scalar" Error;

    /// A key stands twice in one map.
    ///
    /// Parsers that accept it keep the last one, so that the first, which somebody wrote for a reason, says nothing.
    ///
    /// # Wrong
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec:
    ///   namespaces: [shop]
    ///   namespaces: ["shop-*"]
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec:
    ///   namespaces: [shop, "shop-*"]
    /// ```
    DUPLICATE_KEY "duplicate-key" Error;

    /// The folder has no platgen.yaml.
    ///
    /// That file makes a folder a project, and holds its name and its form; an empty one holds neither. `platgen init` writes one.
    ///
    /// # Wrong
    /// ```yaml
    /// # platgen.yaml
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// ```
    MISSING_PROJECT "missing-project" Error;

    /// The project asks for a newer platgen.
    ///
    /// An older one would not know what the project's files say, or would render it differently. Install a platgen of the range, or
    /// widen the range.
    ///
    /// # Wrong
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// spec: {platgen: ">=7.2"}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// spec: {platgen: ">=0.1"}
    /// ```
    BINARY_TOO_OLD "binary-too-old" Error;
}
