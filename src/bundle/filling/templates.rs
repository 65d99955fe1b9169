//! The templates: built in, each overridable by a file of the same name in the repository's `templates/` folder.

use std::sync::Arc;

use handlebars::Handlebars;
use serde::Serialize;

use super::slim::{slim_script, slim_style};
use super::stencil::{Stencils, escape_html};
use crate::bundle::form::markdown_text;
use crate::text::RepoPath;
use crate::theme::{
    BUILT_IN, FOLDER, PACKET_STYLE, SCRIPT, STYLE, built_in_packet_style, built_in_script, built_in_style,
    is_passed_over,
};
use crate::world::World;

/// The templates whose names begin so make Markdown.
const MARKDOWN: &str = "markdown/";
/// A template that cannot be used, or a page that it cannot render.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("template `{template}`: {reason}")]
pub struct TemplateError {
    /// Its file, from the repository's root; its name if it is built in.
    pub template: String,
    /// What is wrong, in words.
    pub reason: String,
}

/// All templates, parsed, with the stylesheet and the script.
#[derive(Debug)]
pub struct Templates {
    registry: Handlebars<'static>,
    /// Those of Markdown pages: signs are escaped for Markdown there.
    markdown: Handlebars<'static>,
    /// The same, made ready.
    stencils: Stencils,
    markdown_stencils: Stencils,
    style: Arc<[u8]>,
    packet_style: Arc<[u8]>,
    script: Arc<[u8]>,
}

impl Templates {
    /// The built-in templates under the overrides of a repository. An override that cannot be used is reported, and the
    /// built-in one stays.
    pub fn load(world: &dyn World) -> (Self, Vec<TemplateError>) {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        let mut markdown = Handlebars::new();
        markdown.set_strict_mode(true);
        markdown.register_escape_fn(markdown_text);
        let mut errors = Vec::new();
        for (name, text) in BUILT_IN {
            let registry = if name.starts_with(MARKDOWN) { &mut markdown } else { &mut registry };
            if let Err(error) = registry.register_template_string(name, text) {
                errors.push(TemplateError { template: (*name).to_owned(), reason: error.to_string() });
            }
        }
        let (style, packet_style) = (slim_style(built_in_style()), slim_style(built_in_packet_style()));
        let script = slim_script(built_in_script());
        let nothing = || Stencils::of(std::iter::empty(), escape_html);
        let (stencils, markdown_stencils) = (nothing(), nothing());
        let mut templates = Self { registry, markdown, stencils, markdown_stencils, style, packet_style, script };
        let is_override = |path: &str| path.strip_prefix(FOLDER).is_some_and(|file| !is_passed_over(file));
        for entry in world.list().iter().filter(|entry| is_override(entry.path.as_str()) && !entry.leads_outside) {
            if let Err(reason) = templates.take_over(world, &entry.path) {
                errors.push(TemplateError { template: entry.path.to_string(), reason });
            }
        }
        let escape_markdown = |out: &mut String, text: &str| out.push_str(&markdown_text(text));
        templates.stencils = Stencils::of(templates.registry.get_templates().iter(), escape_html);
        templates.markdown_stencils = Stencils::of(templates.markdown.get_templates().iter(), escape_markdown);
        (templates, errors)
    }

    /// Renders a page.
    ///
    /// # Errors
    /// The template asks for what the context does not have.
    pub fn render(&self, template: &str, context: &impl Serialize) -> Result<String, TemplateError> {
        let mut text = String::new();
        self.render_to(template, context, &mut |rendered| text.push_str(rendered))?;
        Ok(text)
    }

    /// Renders a page and hands it over; its room is used again for the next one.
    ///
    /// # Errors
    /// The template asks for what the context does not have.
    pub fn render_to(
        &self,
        template: &str,
        context: &impl Serialize,
        take: &mut dyn FnMut(&str),
    ) -> Result<(), TemplateError> {
        let is_markdown = template.starts_with(MARKDOWN);
        let stencils = if is_markdown { &self.markdown_stencils } else { &self.stencils };
        let filled = stencils.fill(template, context, &mut |text| {
            // Whatever a test renders is rendered in both ways.
            #[cfg(test)]
            assert_eq!(self.render_by_engine(template, context).as_deref(), Ok(text), "{template}");
            take(text);
        });
        match filled {
            Some(()) => Ok(()),
            None => self.render_by_engine(template, context).map(|text| take(&text)),
        }
    }

    /// Renders a page as the template engine itself does: ten times as slow, with all that templates may do.
    fn render_by_engine(&self, template: &str, context: &impl Serialize) -> Result<String, TemplateError> {
        let failure =
            |error: handlebars::RenderError| TemplateError { template: template.to_owned(), reason: error.to_string() };
        let registry = if template.starts_with(MARKDOWN) { &self.markdown } else { &self.registry };
        registry.render(template, context).map_err(failure)
    }

    /// The stylesheet of a packet.
    pub fn packet_style(&self) -> Arc<[u8]> {
        [&self.packet_style[..], &self.style[..]].concat().into()
    }

    /// The stylesheet.
    pub fn style(&self) -> Arc<[u8]> {
        self.style.clone()
    }

    /// The stylesheet of pages, with that of drawings: how these look is theirs to say, beside the sheet that a repository may
    /// override.
    pub fn page_style(&self) -> Vec<u8> {
        [&self.style[..], &slim_style(crate::bundle::drawing::STYLE)[..]].concat()
    }

    /// The script.
    pub fn script(&self) -> Arc<[u8]> {
        self.script.clone()
    }

    fn take_over(&mut self, world: &dyn World, path: &RepoPath) -> Result<(), String> {
        let file = path.as_str().strip_prefix(FOLDER).unwrap_or_default();
        if file == STYLE {
            self.style = world.read(path).map_err(|error| error.to_string())?;
            return Ok(());
        }
        if file == PACKET_STYLE {
            self.packet_style = world.read(path).map_err(|error| error.to_string())?;
            return Ok(());
        }
        if file == SCRIPT {
            self.script = world.read(path).map_err(|error| error.to_string())?;
            return Ok(());
        }
        let name = file.strip_suffix(".hbs").filter(|name| BUILT_IN.iter().any(|(known, _)| known == name));
        let Some(name) = name else {
            return Err("there is no built-in template of that name, so nothing would use it".to_owned());
        };
        let bytes = world.read(path).map_err(|error| error.to_string())?;
        let text = std::str::from_utf8(&bytes).map_err(|_| "it is not UTF-8".to_owned())?;
        let registry = if name.starts_with(MARKDOWN) { &mut self.markdown } else { &mut self.registry };
        registry.register_template_string(name, text).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Templates};
    use crate::world::MemoryWorld;

    #[test]
    fn every_built_in_template_is_made_ready() {
        let (templates, _) = Templates::load(&MemoryWorld::new::<&str, &str>([]));
        let is_ready = |name: &str| templates.stencils.is_ready(name) || templates.markdown_stencils.is_ready(name);
        let left: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).filter(|name| !is_ready(name)).collect();
        assert!(left.is_empty(), "left to the engine: {left:?}");
    }

    #[test]
    fn overrides_that_cannot_be_used_are_told_and_left_out() {
        let world = MemoryWorld::new([
            ("templates/partials/name.hbs", "<b>{{text}}</b>"),
            ("templates/partials/mark.hbs", "{{#if"),
            ("templates/paln.hbs", "x"),
            ("templates/style.css", "body{}"),
        ]);
        let (templates, errors) = Templates::load(&world);
        let files: Vec<&str> = errors.iter().map(|error| error.template.as_str()).collect();
        assert_eq!(files, ["templates/paln.hbs", "templates/partials/mark.hbs"]);
        assert_eq!(&templates.style()[..], b"body{}");
        let named = serde_json::json!({"text": "x & y", "href": null});
        assert_eq!(templates.render("partials/name", &named).unwrap(), "<b>x &amp; y</b>");
        let mark = serde_json::json!({"kind": "raw", "label": "raw"});
        assert!(templates.render("partials/mark", &mark).unwrap().contains("mark raw"));
        assert!(templates.render("partials/mark", &serde_json::json!({})).is_err());
    }
}
