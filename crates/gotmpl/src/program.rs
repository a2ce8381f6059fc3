//! Programs: templates that see each other, and the functions that they call.

use crate::error::Fault;
use crate::function::Functions;
use crate::parse::parse;
use crate::parse::tree::Template;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A set of parsed templates. Cloning is cheap: a clone shares what is there, and what is added to it is its own.
///
/// A program may be used by many threads at once; each run has a [`Context`](crate::Context) of its own.
#[derive(Clone)]
pub struct Program {
    name: Arc<str>,
    functions: Arc<Functions>,
    layer: Arc<Layer>,
    ranges_over_integers: bool,
}

/// Templates over those of other programs.
#[derive(Default)]
struct Layer {
    templates: BTreeMap<Arc<str>, Arc<Template>>,
    below: Option<Arc<Layer>>,
}

impl Program {
    /// Makes a program without templates. The name is said in the fault about a template that there is not.
    pub fn new(name: &str, functions: Functions) -> Self {
        Self { name: name.into(), functions: Arc::new(functions), layer: Arc::default(), ranges_over_integers: true }
    }

    /// Refuses `range` over integers, which Go's templates take since Go 1.22 only where a program is built for it.
    #[must_use]
    pub fn without_integer_ranges(self) -> Self {
        Self { ranges_over_integers: false, ..self }
    }

    pub(crate) const fn ranges_over_integers(&self) -> bool {
        self.ranges_over_integers
    }

    /// Parses a text and adds what it defines, and itself under its name.
    ///
    /// A template replaces one of the same name that was added before, unless its body is blank: white space and comments replace
    /// nothing. So the order of adding matters.
    ///
    /// # Errors
    ///
    /// The fault of parsing, with the text's name and the line; the program stays as it is.
    pub fn add(&mut self, name: &str, text: &[u8]) -> Result<(), Fault> {
        self.add_and_get(name, text).map(|_| ())
    }

    /// Adds a text and gives its own template, whether or not that replaced another one.
    pub(crate) fn add_and_get(&mut self, name: &str, text: &[u8]) -> Result<Arc<Template>, Fault> {
        let templates: Vec<_> = parse(name, text, &self.functions)?.into_iter().map(Arc::new).collect();
        let whole = templates.iter().find(|template| *template.name == *name).cloned();
        let replacing: Vec<_> = templates
            .into_iter()
            .filter(|template| !template.body.is_blank() || self.find(&template.name).is_none())
            .collect();
        let layer = self.layer_of_its_own();
        layer.templates.extend(replacing.into_iter().map(|template| (template.name.clone(), template)));
        whole.ok_or_else(|| Fault::new("a text is a template under its own name"))
    }

    /// Gives the topmost layer, which nobody else sees.
    fn layer_of_its_own(&mut self) -> &mut Layer {
        if Arc::get_mut(&mut self.layer).is_none() {
            let below = self.layer.clone();
            self.layer = Arc::new(Layer { templates: BTreeMap::new(), below: Some(below) });
        }
        Arc::get_mut(&mut self.layer).expect("the layer was made here, or nobody else had it")
    }

    /// Tells the name that the program was made with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the functions that its templates may call.
    pub fn functions(&self) -> &Functions {
        &self.functions
    }

    pub(crate) fn find(&self, name: &str) -> Option<Arc<Template>> {
        let mut layer = Some(&self.layer);
        while let Some(current) = layer {
            if let Some(template) = current.templates.get(name) {
                return Some(template.clone());
            }
            layer = current.below.as_ref();
        }
        None
    }

    /// Tells whether there is a template.
    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
}
