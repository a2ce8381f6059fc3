use super::codes;

codes! {
    /// The file platgen.lock cannot be read.
    ///
    /// It says which versions, commits and digests the project is made of, so nothing is rendered on a guess. Two branches that both
    /// ran `platgen vendor` may have left the marks of a merge in it.
    ///
    /// # Wrong
    /// ```yaml
    /// # platgen.lock
    /// charts:
    ///   kong: 3.4.1
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # platgen.lock
    /// revisions:
    ///   v1.4.2: 4d7a214614ab2935c943f9e0ff69d22eadbb8f32
    /// ```
    BROKEN_LOCK "broken-lock" Error;

    /// Something that platgen.yaml names was not fetched, or something else was.
    ///
    /// Rendering never uses the network: charts lie in `charts/`, and `platgen.lock` says which version a range led to, and what its
    /// files hash to. `platgen vendor` fetches what is missing and writes both; they are committed with the project.
    ///
    /// # Wrong
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// spec:
    ///   charts:
    ///     kong: {repository: https://charts.example.com, version: ~3.4}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// spec:
    ///   charts:
    ///     portal: {path: charts/portal}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    NOT_VENDORED "not-vendored" Error;

    /// Vendored files are not as they were fetched.
    ///
    /// Somebody edited them, or a merge left a part of another version. The next `platgen vendor --update` would lose the change, and
    /// nobody could tell what runs from the version alone. A chart that is to differ is copied to another folder and named with `path`.
    ///
    /// # Wrong
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// spec:
    ///   charts:
    ///     kong: {repository: https://charts.example.com, version: ~3.4}
    /// ```
    /// ```yaml
    /// # platgen.lock
    /// charts:
    ///   kong:
    ///     repository: https://charts.example.com
    ///     chart: kong
    ///     range: ~3.4
    ///     version: 3.4.1
    ///     url: https://charts.example.com/kong-3.4.1.tgz
    ///     archive: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    ///     tree: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    /// ```
    /// ```yaml
    /// # charts/kong/Chart.yaml
    /// name: kong
    /// version: 3.4.1-ours
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # platgen.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Project
    /// metadata: {name: acme}
    /// spec:
    ///   charts:
    ///     kong: {path: charts/our-kong}
    /// ```
    /// ```yaml
    /// # charts/our-kong/Chart.yaml
    /// name: kong
    /// version: 3.4.1-ours
    /// ```
    VENDORED_FILES_CHANGED "vendored-files-changed" Error;

    /// Something that platgen.yaml names could not be fetched.
    ///
    /// The message says what the repository, the registry or git answered: no version lies in the range, an archive is not what its
    /// index says, a host does not answer. What could be fetched is kept, and the next `platgen vendor` goes on from there.
    ///
    /// # Wrong
    /// ```text
    /// charts: {kong: {repository: https://charts.example.com, version: ~9.9}}    # the newest is 3.4.1
    /// ```
    ///
    /// # Right
    /// ```text
    /// charts: {kong: {repository: https://charts.example.com, version: ~3.4}}
    /// ```
    NOT_FETCHED "not-fetched" Error;
}
