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

    /// A line of the baseline names a finding that is gone.
    ///
    /// `platgen.baseline` holds what was found before anybody looked, so that only new findings are shown. A line that stays
    /// behind would hide the same fault when it comes back.
    ///
    /// # Wrong
    /// ```yaml
    /// # platgen.baseline
    /// 0123456789abcdef deprecated-api catalog/legacy.yaml
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # platgen.baseline
    /// # Findings that were here before.
    /// ```
    STALE_BASELINE "stale-baseline" Warning;

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
