use clap::Args;

use super::edited::{self, Editing};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::project;
use super::status::ExitStatus;
use crate::diagnostics::{Level, printable};
use crate::edit::{Selection, promote};

/// Let an environment run what another one runs: image pins and revisions of stacks
///
/// Pins of the images that stacks of both environments use, and the revisions of those stacks, are written into the files of the
/// second environment; nothing else in these changes. The project is compiled with the change first: nothing is written where that
/// makes an error. To go back, revert the commit.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  platgen promote staging production --dry-run
  platgen promote staging production
  platgen promote staging production --stack shop --revision v1.5.0
  platgen promote staging production --image api")]
pub(super) struct Arguments {
    /// The environment whose versions are promoted
    from: String,
    /// The environment that gets them
    to: String,
    /// Only these stacks and the images that they use; may be repeated
    #[arg(long = "stack", short, value_name = "NAME")]
    stacks: Vec<String>,
    /// Only these images, and no revisions but those of stacks that are named; may be repeated
    #[arg(long = "image", short, value_name = "NAME")]
    images: Vec<String>,
    /// A tag or full commit id for stacks that FROM reads from today's files
    #[arg(long, value_name = "REVISION")]
    revision: Option<String>,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Compiles both environments, and edits the files of the second.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let Arguments { from, to, .. } = arguments;
    if from == to {
        return Err(Failure::new(format!("`{from}` is promoted to itself")).help("name two environments"));
    }
    let mut editing = Editing::begin(invocation)?;
    editing.scope(vec![from.as_str().into(), to.as_str().into()]);
    let before = editing.compile();
    project::expect_known(editing.request(), &[&before.project])?;
    project::expect_known_stacks(&arguments.stacks, &[&before.project])?;
    if before.project.incomplete || before.report.has_faulty_input() {
        let mut report = before.report.clone();
        report.diagnostics.retain(|found| found.level == Level::Error);
        let folder = editing.root();
        let showing = Showing { format: Default::default(), purpose: Purpose::Remark, deny: None, folder };
        findings::show(invocation, &report, &showing)?;
        invocation.remark("what runs there cannot be told while this is wrong: nothing was promoted");
        return Ok(ExitStatus::Findings);
    }
    let names = |names: &[String]| names.iter().map(|name| name.as_str().into()).collect();
    let what = Selection {
        stacks: names(&arguments.stacks),
        images: names(&arguments.images),
        revision: arguments.revision.as_deref().map(Into::into),
    };
    let promotion =
        promote(&editing.layers(), &editing.images_in_use(), &from.as_str().into(), &to.as_str().into(), &what);
    if !promotion.refusals.is_empty() {
        return Err(edited::refuse(invocation, &promotion.refusals));
    }
    if promotion.edits.is_empty() {
        invocation.remark(&printable(&format!("nothing to do: `{to}` runs what `{from}` runs")));
        return Ok(ExitStatus::Clean);
    }
    for (image, stack) in &promotion.followers {
        let remark = format!("image `{image}` is that of stack `{stack}` in `{to}`, too, which follows");
        invocation.remark(&printable(&remark));
    }
    editing.carry_out(&promotion.edits, arguments.dry_run)
}
