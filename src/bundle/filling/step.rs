//! What a template says, as steps: those of the engine's templates that use no more than our own do (values, `if`, `unless`, `each`,
//! `with` and partials).

use std::collections::BTreeMap;

use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path, Template};

use super::tape::{Key, Keys};

/// Names that mean something to the engine where a value could stand.
const HELPERS: [&str; 17] = [
    "if", "unless", "each", "with", "lookup", "raw", "log", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not",
    "len",
];

#[derive(Debug)]
pub enum Step {
    Text(String),
    Value {
        path: Route,
        is_escaped: bool,
    },
    If {
        path: Route,
        is_negated: bool,
        then: Vec<Step>,
        otherwise: Vec<Step>,
    },
    Each {
        path: Route,
        body: Vec<Step>,
        otherwise: Option<Vec<Step>>,
    },
    With {
        path: Route,
        body: Vec<Step>,
        otherwise: Option<Vec<Step>>,
    },
    /// One that stands in a line after a blank has to be flat: the engine would indent its lines.
    Partial {
        template: usize,
        path: Route,
        is_flat: bool,
    },
}

/// How a value is reached.
#[derive(Debug)]
pub enum Route {
    /// From the value that is at hand, some blocks up, by these keys.
    Keys { up: usize, keys: Vec<Key> },
    /// Where the innermost `each` is.
    Index,
    /// Whether that is its first value.
    IsFirst,
    /// Whether that is its last.
    IsLast,
}

/// What a stencil cannot do.
pub struct NotReady;

/// Turns templates into steps.
pub struct Reading<'n> {
    pub numbers: &'n BTreeMap<String, usize>,
    pub keys: Keys,
}

impl Reading<'_> {
    /// The steps of a template; `blocks` are open around it, in the same template.
    pub fn steps(&mut self, template: &Template, blocks: usize) -> Result<Vec<Step>, NotReady> {
        let mut steps: Vec<Step> = Vec::new();
        for element in &template.elements {
            match element {
                TemplateElement::RawString(text) => steps.push(Step::Text(text.clone())),
                TemplateElement::Comment(_) => {}
                TemplateElement::Expression(value) => steps.push(self.value_of(value, true, blocks)?),
                TemplateElement::HtmlExpression(value) => steps.push(self.value_of(value, false, blocks)?),
                TemplateElement::HelperBlock(block) => steps.push(self.block_of(block, blocks)?),
                TemplateElement::PartialExpression(partial) => {
                    let indent = partial.indent.as_deref().unwrap_or_default();
                    // One that stands alone in its line has lost the blanks before it: there the engine writes them anew.
                    let is_inline = matches!(steps.last(), Some(Step::Text(text)) if text.ends_with(indent));
                    if !indent.is_empty() && !is_inline {
                        return Err(NotReady);
                    }
                    steps.push(self.partial_of(partial, blocks, !indent.is_empty())?);
                }
                _ => return Err(NotReady),
            }
        }
        Ok(steps)
    }

    fn value_of(&mut self, value: &HelperTemplate, is_escaped: bool, blocks: usize) -> Result<Step, NotReady> {
        let is_helper = value.name.as_name().is_some_and(|name| HELPERS.contains(&name));
        if !value.params.is_empty() || !value.hash.is_empty() || is_helper {
            return Err(NotReady);
        }
        Ok(Step::Value { path: self.route(&value.name, blocks)?, is_escaped })
    }

    fn block_of(&mut self, block: &HelperTemplate, blocks: usize) -> Result<Step, NotReady> {
        let [parameter] = &block.params[..] else { return Err(NotReady) };
        if !block.hash.is_empty() || block.block_param.is_some() || block.is_chained() {
            return Err(NotReady);
        }
        let path = self.route(parameter, blocks)?;
        let mut part =
            |part: &Option<Template>, blocks: usize| part.as_ref().map(|part| self.steps(part, blocks)).transpose();
        match block.name.as_name().ok_or(NotReady)? {
            name @ ("if" | "unless") => Ok(Step::If {
                path,
                is_negated: name == "unless",
                then: part(&block.template, blocks)?.unwrap_or_default(),
                otherwise: part(&block.inverse, blocks)?.unwrap_or_default(),
            }),
            "each" => Ok(Step::Each {
                path,
                body: part(&block.template, blocks + 1)?.ok_or(NotReady)?,
                otherwise: part(&block.inverse, blocks)?,
            }),
            "with" => Ok(Step::With {
                path,
                body: part(&block.template, blocks + 1)?.unwrap_or_default(),
                otherwise: part(&block.inverse, blocks)?,
            }),
            _ => Err(NotReady),
        }
    }

    fn partial_of(&mut self, partial: &DecoratorTemplate, blocks: usize, is_flat: bool) -> Result<Step, NotReady> {
        if !partial.hash.is_empty() || partial.template.is_some() {
            return Err(NotReady);
        }
        let template = self.numbers.get(partial.name.as_name().ok_or(NotReady)?).copied().ok_or(NotReady)?;
        let path = match &partial.params[..] {
            [] => Route::Keys { up: 0, keys: Vec::new() },
            [parameter] => self.route(parameter, blocks)?,
            _ => return Err(NotReady),
        };
        Ok(Step::Partial { template, path, is_flat })
    }

    /// `title`, `page.title`, `this`, `../head`, `@index`. What leads out of the template itself is left to the engine.
    fn route(&mut self, parameter: &Parameter, blocks: usize) -> Result<Route, NotReady> {
        let written = match parameter {
            Parameter::Name(name) => name.as_str(),
            Parameter::Path(Path::Relative((_, written)) | Path::Local((_, _, written))) => written.as_str(),
            _ => return Err(NotReady),
        };
        match written {
            "@index" => return Ok(Route::Index),
            "@first" => return Ok(Route::IsFirst),
            "@last" => return Ok(Route::IsLast),
            _ => {}
        }
        let (mut rest, mut up) = (written, 0);
        while let Some(above) = rest.strip_prefix("../") {
            rest = above;
            up += 1;
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        if up > blocks || rest.is_empty() || !rest.chars().all(is_plain) {
            return Err(NotReady);
        }
        let rest = if rest == "this" || rest == "." { "" } else { rest.strip_prefix("this.").unwrap_or(rest) };
        let names = || rest.split('.').filter(|key| !key.is_empty());
        let is_key = |key: &str| !key.starts_with(|c: char| c.is_ascii_digit()) && key != "this";
        if !names().all(is_key) {
            return Err(NotReady);
        }
        Ok(Route::Keys { up, keys: names().map(|name| self.keys.number(name)).collect() })
    }
}

/// Which templates have no end of a line, their partials included.
pub fn flat_ones(templates: &[Option<Vec<Step>>]) -> Vec<bool> {
    let mut is_flat: Vec<bool> =
        templates.iter().map(|steps| steps.as_ref().is_some_and(|steps| !has_line_end(steps))).collect();
    let uses: Vec<Vec<(usize, bool)>> =
        templates.iter().map(|steps| steps.as_deref().map_or_else(Vec::new, partials)).collect();
    // What holds one that is not flat is not flat either; that may take as many rounds as partials are nested.
    loop {
        let is_lost = |at: &usize| is_flat[*at] && uses[*at].iter().any(|(template, _)| !is_flat[*template]);
        let lost: Vec<usize> = (0..templates.len()).filter(is_lost).collect();
        if lost.is_empty() {
            return is_flat;
        }
        lost.into_iter().for_each(|at| is_flat[at] = false);
    }
}

/// Whether a line ends in a template itself.
fn has_line_end(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::Text(text) => text.contains('\n'),
        Step::Value { .. } | Step::Partial { .. } => false,
        _ => step.parts().any(has_line_end),
    })
}

/// The partials of a template, and whether each has to be flat.
pub fn partials(steps: &[Step]) -> Vec<(usize, bool)> {
    let of_step = |step: &Step| match step {
        Step::Partial { template, is_flat, .. } => vec![(*template, *is_flat)],
        _ => step.parts().flat_map(partials).collect(),
    };
    steps.iter().flat_map(of_step).collect()
}

impl Step {
    /// The steps within it.
    fn parts(&self) -> impl Iterator<Item = &[Step]> {
        let (then, otherwise): (&[Step], &[Step]) = match self {
            Step::If { then, otherwise, .. } => (then, otherwise),
            Step::Each { body, otherwise, .. } | Step::With { body, otherwise, .. } => {
                (body, otherwise.as_deref().unwrap_or_default())
            }
            Step::Text(_) | Step::Value { .. } | Step::Partial { .. } => (&[], &[]),
        };
        [then, otherwise].into_iter()
    }
}
