//! Templates made ready to be filled in fast. The template engine parses them; those that use what our own use (values, `if`,
//! `unless`, `each`, `with` and partials) are turned into a list of steps, once. What uses more is left to the engine, and so is
//! what asks for a value that is not there, since the engine says best what is wrong with it. A test holds the two against each
//! other.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::Template;
use serde::Serialize;

use super::step::{NotReady, Reading, Route, Step, flat_ones};
use super::tape::{Keys, Place, Tape};

/// Partials inside partials, beyond which something includes itself.
const DEEPEST: usize = 64;

/// Writes a text so that it means nothing but itself.
pub type Escape = fn(&mut String, &str);

/// Templates by name, ready to be filled in.
#[derive(Debug)]
pub struct Stencils {
    /// Which template a name stands for.
    numbers: BTreeMap<String, usize>,
    /// `None` for what is left to the engine.
    templates: Vec<Option<Vec<Step>>>,
    /// Whether a template is one line.
    is_flat: Vec<bool>,
    escape: Escape,
    /// What they ask for.
    keys: Arc<Keys>,
}

thread_local! {
    /// What a thread fills templates in with, from one page to the next: pages are large, and room for them takes time to get.
    static DESK: Cell<Option<Desk>> = const { Cell::new(None) };
}

struct Desk {
    tape: Tape,
    out: String,
}

/// Bytes of a desk beyond which it is not kept: a few pages are far larger than all others.
const LARGEST_DESK: usize = 4 << 20;

/// A value at hand, and where the innermost `each` is.
#[derive(Clone, Copy)]
struct Scope {
    place: Place,
    turn: Option<Turn>,
}

#[derive(Clone, Copy)]
struct Turn {
    index: usize,
    is_last: bool,
}

enum Found {
    At(Place),
    Index(usize),
    Truth(bool),
}

impl Stencils {
    /// The templates of an engine.
    pub fn of<'t>(templates: impl Iterator<Item = (&'t String, &'t Template)>, escape: Escape) -> Self {
        let sorted: BTreeMap<&String, &Template> = templates.collect();
        let numbers: BTreeMap<String, usize> =
            sorted.keys().zip(0..).map(|(name, number)| ((*name).clone(), number)).collect();
        let mut reading = Reading { numbers: &numbers, keys: Keys::default() };
        let templates: Vec<Option<Vec<Step>>> =
            sorted.values().map(|template| reading.steps(template, 0).ok()).collect();
        let keys = Arc::new(reading.keys);
        let is_flat = flat_ones(&templates);
        Self { numbers, templates, is_flat, escape, keys }
    }

    /// Whether a template is filled in here, as far as its partials are too.
    #[cfg(test)]
    pub fn is_ready(&self, template: &str) -> bool {
        let steps = self.numbers.get(template).and_then(|number| self.templates[*number].as_ref());
        steps.is_some_and(|steps| {
            super::step::partials(steps)
                .iter()
                .all(|(template, is_to_be_flat)| !is_to_be_flat || self.is_flat[*template])
        })
    }

    /// Fills a template in and hands over what comes of it; `None` if that is left to the engine.
    pub fn fill(&self, template: &str, context: &impl Serialize, take: &mut dyn FnMut(&str)) -> Option<()> {
        let steps = self.templates[*self.numbers.get(template)?].as_ref()?;
        let desk = DESK.take().filter(|desk| desk.tape.is_for(&self.keys));
        let new = || Desk { tape: Tape::new(self.keys.clone()), out: String::with_capacity(65_536) };
        let mut desk = desk.unwrap_or_else(new);
        desk.out.clear();
        let filled = self.fill_on(&mut desk, steps, context).map(|()| take(&desk.out));
        if desk.out.capacity() + desk.tape.size() <= LARGEST_DESK {
            DESK.set(Some(desk));
        }
        filled
    }

    fn fill_on(&self, desk: &mut Desk, steps: &[Step], context: &impl Serialize) -> Option<()> {
        desk.tape.hold(context).ok()?;
        let mut filling = Filling { stencils: self, tape: &desk.tape, out: &mut desk.out, depth: 0 };
        filling.run(steps, &mut vec![Scope { place: 0, turn: None }]).ok()
    }
}

struct Filling<'s> {
    stencils: &'s Stencils,
    tape: &'s Tape,
    out: &'s mut String,
    depth: usize,
}

impl Filling<'_> {
    fn run(&mut self, steps: &[Step], scopes: &mut Vec<Scope>) -> Result<(), NotReady> {
        for step in steps {
            match step {
                Step::Text(text) => self.out.push_str(text),
                Step::Value { path, is_escaped } => self.write(path, *is_escaped, scopes)?,
                Step::If { path, is_negated, then, otherwise } => {
                    let truth = match self.find(path, scopes)? {
                        Found::At(place) => self.tape.is_truthy(place),
                        Found::Index(index) => index != 0,
                        Found::Truth(truth) => truth,
                    };
                    self.run(if truth == *is_negated { otherwise } else { then }, scopes)?;
                }
                Step::Each { path, body, otherwise } => self.each(path, body, otherwise.as_deref(), scopes)?,
                Step::With { path, body, otherwise } => {
                    let place = self.place(path, scopes)?;
                    if self.tape.is_truthy(place) {
                        let turn = scopes.last().and_then(|scope| scope.turn);
                        scopes.push(Scope { place, turn });
                        self.run(body, scopes)?;
                        scopes.pop();
                    } else {
                        self.run(otherwise.as_ref().ok_or(NotReady)?, scopes)?;
                    }
                }
                Step::Partial { template, path, is_flat } => {
                    let steps = self.stencils.templates[*template].as_ref().ok_or(NotReady)?;
                    if *is_flat && !self.stencils.is_flat[*template] {
                        return Err(NotReady);
                    }
                    let place = self.place(path, scopes)?;
                    let turn = scopes.last().and_then(|scope| scope.turn);
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(NotReady);
                    }
                    scopes.push(Scope { place, turn });
                    self.run(steps, scopes)?;
                    scopes.pop();
                    self.depth -= 1;
                }
            }
        }
        Ok(())
    }

    fn each(
        &mut self,
        path: &Route,
        body: &[Step],
        otherwise: Option<&[Step]>,
        scopes: &mut Vec<Scope>,
    ) -> Result<(), NotReady> {
        let tape = self.tape;
        let array = self.place(path, scopes)?;
        let mut values = tape.values(array).ok_or(NotReady)?.enumerate().peekable();
        if let (None, Some(otherwise)) = (values.peek(), otherwise) {
            return self.run(otherwise, scopes);
        }
        while let Some((index, place)) = values.next() {
            let turn = Some(Turn { index, is_last: values.peek().is_none() });
            scopes.push(Scope { place, turn });
            self.run(body, scopes)?;
            scopes.pop();
        }
        Ok(())
    }

    fn write(&mut self, path: &Route, is_escaped: bool, scopes: &[Scope]) -> Result<(), NotReady> {
        match self.find(path, scopes)? {
            Found::At(place) => {
                let text = self.tape.written(place).ok_or(NotReady)?;
                if is_escaped {
                    (self.stencils.escape)(self.out, text);
                } else {
                    self.out.push_str(text);
                }
            }
            Found::Index(index) => self.out.push_str(&index.to_string()),
            Found::Truth(truth) => self.out.push_str(if truth { "true" } else { "false" }),
        }
        Ok(())
    }

    fn find(&self, path: &Route, scopes: &[Scope]) -> Result<Found, NotReady> {
        let turn = || scopes.last().and_then(|scope| scope.turn).ok_or(NotReady);
        match path {
            Route::Index => turn().map(|turn| Found::Index(turn.index)),
            Route::IsFirst => turn().map(|turn| Found::Truth(turn.index == 0)),
            Route::IsLast => turn().map(|turn| Found::Truth(turn.is_last)),
            Route::Keys { up, keys } => {
                let scope = scopes.len().checked_sub(1 + up).and_then(|at| scopes.get(at)).ok_or(NotReady)?;
                let value = keys.iter().try_fold(scope.place, |place, key| self.tape.field(place, *key));
                value.map(Found::At).ok_or(NotReady)
            }
        }
    }

    fn place(&self, path: &Route, scopes: &[Scope]) -> Result<Place, NotReady> {
        match self.find(path, scopes)? {
            Found::At(place) => Ok(place),
            Found::Index(_) | Found::Truth(_) => Err(NotReady),
        }
    }
}

/// Writes a text into HTML, as the engine does.
pub fn escape_html(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'&' => "&amp;",
            b'\'' => "&#x27;",
            b'`' => "&#x60;",
            b'=' => "&#x3D;",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(entity);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use handlebars::Handlebars;
    use serde_json::json;

    use super::{Stencils, escape_html};

    fn engine(templates: &[(&str, &str)]) -> Handlebars<'static> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        for (name, text) in templates {
            engine.register_template_string(name, text).unwrap();
        }
        engine
    }

    #[test]
    fn a_stencil_says_what_the_engine_says() {
        let engine = engine(&[
            (
                "page",
                "<h1>{{title}}</h1>\n{{#if list}}\n<ul>\n{{#each list}}\n<li>{{@index}}{{#unless @first}}, {{/unless}}{{> name}}{{#if @last}}.{{/if}} {{../title}} {{> name}}</li>\n{{/each}}\n</ul>\n{{else}}\nnone\n{{/if}}\n{{#with one}}{{text}} {{{html}}}{{else}}nobody{{/with}}\n{{> name one}}{{count}}{{#each empty}}x{{else}}nothing{{/each}}",
            ),
            ("name", "{{#if href}}<a href=\"{{href}}\">{{text}}</a>{{else}}{{text}}{{/if}}"),
        ]);
        let stencils = Stencils::of(engine.get_templates().iter(), escape_html);
        for list in [json!([]), json!([{"text": "a & b", "href": "x?y=1"}, {"text": "c`'", "href": null}])] {
            let context = json!({"title": "T <é>", "list": list, "one": {"text": "me", "href": "", "html": "<b>"}, "count": 3, "empty": []});
            let mut filled = String::new();
            assert!(stencils.fill("page", &context, &mut |text| filled.push_str(text)).is_some());
            assert_eq!(filled, engine.render("page", &context).unwrap());
        }
    }

    #[test]
    fn what_is_more_is_left_to_the_engine() {
        let engine = engine(&[
            ("helper", "{{#if (eq a 1)}}x{{/if}}"),
            ("lookup", "{{lookup a 0}}"),
            ("missing", "{{nothing}}"),
            ("whole", "{{a}}"),
            ("above", "{{../a}}"),
            ("includes", "{{> helper}}"),
            ("itself", "{{#if a}}{{> itself}}{{/if}}"),
            ("lines", "{{#each a}}{{this}}\n{{/each}}x"),
            ("indented", "<p>\n  {{> lines}}\n</p>"),
            ("after a blank", "<p> {{> lines}}</p>"),
            ("named as a helper", "{{len}}"),
        ]);
        let stencils = Stencils::of(engine.get_templates().iter(), escape_html);
        for name in [
            "helper",
            "lookup",
            "missing",
            "whole",
            "above",
            "includes",
            "itself",
            "indented",
            "after a blank",
            "named as a helper",
            "unknown",
        ] {
            assert_eq!(stencils.fill(name, &json!({"a": [1]}), &mut |_| {}), None, "{name}");
        }
    }
}
