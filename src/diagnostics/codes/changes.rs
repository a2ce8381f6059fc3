use super::codes;

codes! {
    /// An Application of Argo CD that an earlier state of the project has would disappear.
    ///
    /// When a stack, a cluster or an environment goes, or is called otherwise, so do its Applications. Where changes are applied by
    /// themselves Argo CD then deletes them with everything that they consist of; elsewhere they stay, and nobody renders them any
    /// more. Both are rarely meant by an edit that reads as a small one, so that it must be said: by name in `argocd.removed` of the
    /// environment, or with `--allow-removal`. What could not be compiled is never taken for gone.
    ///
    /// # Wrong
    /// ```text
    /// git mv stacks/shop.yaml stacks/store.yaml        # and `metadata: {name: store}`
    /// platgen check --against origin/main
    /// ```
    ///
    /// # Right
    /// ```text
    /// # in environments/production.yaml
    /// argocd:
    ///   cluster: green
    ///   removed: {production-green-shop: the stack is called store now}
    /// ```
    APPLICATION_DISAPPEARS "application-disappears" Error;
}
