use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::Step;

use super::insert::to_type;
use super::text::EditFault;
use super::verify::read_document;
use super::{Edit, Refusal, insert, set};
use crate::world::World;

/// Files with edits made, and their bytes before.
#[derive(Clone, Default, Debug)]
pub struct EditedFiles {
    files: BTreeMap<EcoString, (Arc<[u8]>, String)>,
}

impl EditedFiles {
    /// Makes edits, all or none.
    ///
    /// # Errors
    /// Everything that cannot be edited without a change of something else.
    pub fn make(world: &dyn World, edits: &[Edit]) -> Result<Self, Vec<Refusal>> {
        let mut edited = Self::default();
        let refusals: Vec<Refusal> = edits.iter().filter_map(|edit| edited.apply(world, edit).err()).collect();
        edited.files.retain(|_, (before, after)| before[..] != *after.as_bytes());
        if refusals.is_empty() { Ok(edited) } else { Err(refusals) }
    }

    fn apply(&mut self, world: &dyn World, edit: &Edit) -> Result<(), Refusal> {
        let (before, text) = match self.files.get(&edit.path) {
            Some(known) => known.clone(),
            None => {
                let (bytes, _) = world.read(&edit.path).map_err(|fault| Refusal::new(fault.message()))?;
                let text = String::from_utf8(bytes.to_vec());
                (bytes, text.map_err(|_| Refusal::new(format!("`{}` is not UTF-8", edit.path)))?)
            }
        };
        let after = edit_text(&text, edit).map_err(|fault| refusal(edit, &text, &fault))?;
        self.files.insert(edit.path.clone(), (before, after));
        Ok(())
    }

    /// Path, bytes before and bytes after of each file that changes, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Arc<[u8]>, &str)> {
        self.files.iter().map(|(path, (before, after))| (path, before, after.as_str()))
    }
}

/// Changes the scalar where the file holds it, else adds it.
fn edit_text(text: &str, edit: &Edit) -> Result<String, EditFault> {
    let path: Vec<Step> = edit.keys.iter().cloned().map(Step::Key).collect();
    if read_document(text).is_some_and(|document| document.find(&path).is_some()) {
        set(text, &edit.keys, &edit.to)
    } else {
        insert(text, &edit.keys, &edit.to)
    }
}

fn refusal(edit: &Edit, text: &str, fault: &EditFault) -> Refusal {
    let Edit { what, environment, to, .. } = edit;
    let message = format!("{what} of `{environment}` cannot be set to `{to}`: {}", fault.reason);
    let entry = to_type(&edit.keys, to);
    let help = match fault.reason {
        EditFault::EXPRESSION => {
            format!("change what the expression reads, or write the value in its place: `{entry}`")
        }
        EditFault::SHARED => format!("write it out in place of the alias: `{entry}`"),
        _ => format!("write by hand, beside what stands there: `{entry}`"),
    };
    Refusal::new(message).at(&edit.path, text, fault.span.start as usize).help(help)
}
