use super::codes;

codes! {
    /// A file that platgen did not write stands where output belongs.
    ///
    /// It may be somebody's work, so it is neither overwritten nor removed.
    ///
    /// # Wrong
    /// ```text
    /// out/production/manifests/green/shop/shop/deployment-api.yaml was written by hand
    /// ```
    ///
    /// # Right
    /// ```text
    /// mv out/production/manifests/green/shop/shop/deployment-api.yaml drafts/
    /// platgen render
    /// ```
    FOREIGN_FILE "foreign-file" Error;

    /// The written output differs from what the sources compile to.
    ///
    /// The cluster would get what an earlier commit said, or what somebody changed by hand.
    ///
    /// # Wrong
    /// ```text
    /// stacks/shop.yaml is changed and committed without out/
    /// ```
    ///
    /// # Right
    /// ```text
    /// platgen render
    /// git add out
    /// ```
    STALE_OUTPUT "stale-output" Error;
}
