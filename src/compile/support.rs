use platgen_schema::{Catalog, SUPPORT_TABLE_DATE};

use crate::diagnostics::{Code, Finding, Spot};
use crate::resolve::AppPlan;

/// Reports a cluster whose version its provider no longer supports; `app` is any of its apps.
pub(super) fn check_support(app: &AppPlan, catalog: &Catalog) -> Option<Finding> {
    let minor = u32::from(app.cluster.kubernetes_minor);
    let support = catalog.support(minor)?;
    let last = support.eks_extended?;
    if *last >= *SUPPORT_TABLE_DATE {
        return None;
    }
    let place = app.origins.first_leaf(app.cluster.kubernetes_origin)?;
    let message = format!(
        "Kubernetes 1.{minor} is out of support: its own ended on {}, that of Amazon EKS on {last}",
        support.end_of_life
    );
    let newer = catalog.oldest_supported();
    let help = format!("write `kubernetes: \"1.{newer}\"` on a branch, and see with `platgen diff` what that changes");
    Some(Finding::new(Code::KUBERNETES_OUT_OF_SUPPORT, message, Spot::Value(place)).help(help))
}
