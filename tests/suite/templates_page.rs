//! What templates are handed: `docs/templates.md` is made from the types in the code, and every template asks only for what its
//! context has. `UPDATE=1 cargo test --test suite templates` writes the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use groundup::theme::BUILT_IN;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The type of a value that a template sees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Type {
    Struct(String),
    List(Box<Type>),
    Optional(Box<Type>),
    Text,
    Truth,
}

impl Type {
    fn parse(text: &str) -> Type {
        let inside = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inside("Option<") {
            return Type::Optional(Box::new(Type::parse(inner)));
        }
        if let Some(inner) = inside("Vec<") {
            return Type::List(Box::new(Type::parse(inner)));
        }
        match text {
            "String" | "&'static str" | "usize" | "()" => Type::Text,
            "bool" => Type::Truth,
            name => Type::Struct(name.rsplit("::").next().unwrap_or(name).to_owned()),
        }
    }

    fn bare(&self) -> &Type {
        if let Type::Optional(inner) = self { inner.bare() } else { self }
    }

    fn words(&self) -> String {
        match self {
            Type::Struct(name) => format!("[{name}](#{})", name.to_lowercase()),
            Type::List(inner) => format!("list of {}", inner.words()),
            Type::Optional(inner) => format!("{}, or nothing", inner.words()),
            Type::Text => "text".to_owned(),
            Type::Truth => "true or false".to_owned(),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Struct {
    doc: String,
    /// (name, type, what it means)
    fields: Vec<(String, String, String)>,
}

impl Struct {
    fn field(&self, name: &str) -> Option<Type> {
        self.fields.iter().find(|(own, _, _)| own == name).map(|(_, kind, _)| Type::parse(kind))
    }
}

/// (name of the file, text), in the order of their paths.
fn sources() -> Vec<(String, String)> {
    let mut files: Vec<_> = walk(&Path::new(ROOT).join("src/bundle"));
    // Those of packets last: where a name is taken, it is that of the site.
    files.sort_by_key(|path| (path.components().any(|part| part.as_os_str() == "packet"), path.clone()));
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(path).expect("a source file"))
    };
    files.iter().map(read).collect()
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// The structs that are serialised: rustfmt writes each in the same way, so lines tell enough.
fn structs(sources: &[(String, String)]) -> BTreeMap<String, Struct> {
    let mut found: BTreeMap<String, Struct> = BTreeMap::new();
    for (file, source) in sources {
        // A second type of one name is called by its file too; only that file knows it.
        let mut renamed: Vec<(String, String)> = Vec::new();
        let mut own: Vec<(String, Struct)> = Vec::new();
        let lines: Vec<&str> = source.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some(rest) = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("struct ") else { continue };
            if !rest.ends_with('{') {
                continue;
            }
            let above: Vec<&str> = lines[..at]
                .iter()
                .rev()
                .take_while(|line| line.starts_with("///") || line.starts_with("#["))
                .copied()
                .collect();
            if !above.iter().any(|line| line.contains("Serialize")) {
                continue;
            }
            let name = rest.trim_end_matches(" {").split('<').next().unwrap_or_default();
            let mut one = Struct { doc: doc_of(above.into_iter().rev()), ..Struct::default() };
            let mut docs = Vec::new();
            for line in lines[at + 1..].iter().take_while(|line| **line != "}") {
                let line = line.trim();
                if line.starts_with("///") {
                    docs.push(line);
                } else if let Some((field, kind)) = line.strip_prefix("pub ").unwrap_or(line).split_once(": ") {
                    one.fields.push((field.to_owned(), kind.trim_end_matches(',').to_owned(), doc_of(docs.drain(..))));
                }
            }
            let mut name = name.to_owned();
            if found.contains_key(&name) {
                let capital = file[..1].to_uppercase() + &file[1..];
                let other = format!("{capital}{name}");
                renamed.push((name, other.clone()));
                name = other;
            }
            own.push((name, one));
        }
        for (name, mut one) in own {
            for (_, kind, _) in &mut one.fields {
                let is_word = |word: &str| kind.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
                if let Some((before, now)) = renamed.iter().find(|(before, _)| is_word(before)) {
                    *kind = kind.replace(before.as_str(), now);
                }
            }
            assert!(found.insert(name.clone(), one).is_none(), "two types for templates are called {name}");
        }
    }
    found
}

fn doc_of<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let lines = lines.filter_map(|line| line.strip_prefix("///"));
    lines.map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Template → the struct that it is handed: as the struct's own words say, else by the call in the code that renders it.
fn contexts(sources: &[(String, String)], structs: &BTreeMap<String, Struct>) -> BTreeMap<&'static str, String> {
    let all: String = sources.iter().map(|(_, text)| text.as_str()).collect();
    let returned = |function: &str| {
        let start = all.rfind(&format!("pub fn {function}("))?;
        let end = start + all[start..].find(" {\n")?;
        let (_, kind) = all[start..end].rsplit_once("-> ")?;
        Some(kind.split('<').next()?.to_owned())
    };
    let rendered = |name: &str| {
        let call = format!("render(\"{name}\", &");
        let rest = &all[all.find(&call)? + call.len()..];
        returned(rest.split('(').next()?.rsplit("::").next()?)
    };
    let mut found = BTreeMap::new();
    for (name, _) in BUILT_IN {
        let page = name.strip_prefix("markdown/").unwrap_or(name);
        let told = structs.iter().find(|(_, one)| one.doc == format!("`{page}.hbs`")).map(|(name, _)| name.clone());
        // The pages that packets make of tables share one.
        let shared = || (page == "packet/tables").then(|| "TablePage".to_owned());
        if let Some(kind) = told.or_else(|| rendered(page)).or_else(shared) {
            found.insert(*name, kind);
        }
    }
    found
}

/// What is known while a template is walked through.
struct Walk<'s> {
    structs: &'s BTreeMap<String, Struct>,
    partials: BTreeMap<String, BTreeSet<Type>>,
    faults: BTreeSet<String>,
    is_markdown: bool,
}

impl Walk<'_> {
    fn template(&mut self, name: &str, context: &Type, depth: usize) {
        let Some((_, text)) = BUILT_IN.iter().find(|(own, _)| *own == name) else {
            self.faults.insert(format!("there is no template {name}"));
            return;
        };
        assert!(depth < 20, "{name} calls itself");
        let mut stack: Vec<Type> = vec![context.clone()];
        let mut opened: Vec<bool> = Vec::new();
        for tag in text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
            let tag = tag.trim_matches(|c: char| matches!(c, '{' | '}' | '~') || c.is_whitespace());
            let (word, rest) = tag.split_once(' ').unwrap_or((tag, ""));
            match word {
                // The other side of a block stands in what surrounds it.
                "else" => {
                    if opened.last().copied() == Some(true) {
                        opened.pop();
                        opened.push(false);
                        stack.pop();
                    }
                }
                ">" => {
                    let (partial, argument) = rest.trim().split_once(' ').unwrap_or((rest.trim(), "this"));
                    let Some(kind) = self.resolve(name, &stack, argument) else { continue };
                    let kind = kind.bare().clone();
                    self.partials.entry(partial.to_owned()).or_default().insert(kind.clone());
                    self.template(partial, &kind, depth + 1);
                }
                "#if" | "#unless" => {
                    self.resolve(name, &stack, rest);
                    opened.push(false);
                }
                "#each" | "#with" => {
                    let kind = self.resolve(name, &stack, rest).unwrap_or(Type::Text);
                    let kind = match (word, kind.bare()) {
                        ("#each", Type::List(inner)) => (**inner).clone(),
                        ("#each", other) => {
                            self.faults.insert(format!("{name}: {{{{{tag}}}}} is no list but {other:?}"));
                            Type::Text
                        }
                        (_, other) => other.clone(),
                    };
                    stack.push(kind);
                    opened.push(true);
                }
                "/if" | "/unless" | "/each" | "/with" => {
                    if opened.pop() == Some(true) {
                        stack.pop();
                    }
                }
                path => _ = self.resolve(name, &stack, path),
            }
        }
        assert!(opened.is_empty() && stack.len() == 1, "{name}: a block is left open");
    }

    fn resolve(&mut self, template: &str, stack: &[Type], path: &str) -> Option<Type> {
        let mut path = path.trim();
        let mut level = stack.len() - 1;
        while let Some(rest) = path.strip_prefix("../") {
            (path, level) = (rest, level.checked_sub(1)?);
        }
        if path.starts_with('@') {
            return Some(Type::Text);
        }
        let mut kind = stack[level].clone();
        for part in path.split('.').filter(|part| !matches!(*part, "" | "this")) {
            let bare = kind.bare().clone();
            let field = match &bare {
                Type::Struct(name) => self.structs.get(name).and_then(|one| one.field(part)),
                _ => None,
            };
            // Added to the page of a plan, as text, for Markdown alone.
            let field = field.or_else(|| (self.is_markdown && part == "graph_href").then_some(Type::Text));
            let Some(field) = field else {
                self.faults.insert(format!("{template}: {bare:?} has no `{part}`"));
                return None;
            };
            kind = field;
        }
        Some(kind)
    }
}

fn page() -> String {
    let sources = sources();
    let mut structs = structs(&sources);
    // The list of a folder in Markdown is handed on as a bare value.
    let field = |name: &str, kind: &str, doc: &str| (name.to_owned(), kind.to_owned(), doc.to_owned());
    let entry = [("title", "String", ""), ("summary", "Option<String>", ""), ("href", "String", "")];
    let entry = entry.map(|(name, kind, doc)| field(name, kind, doc)).to_vec();
    structs.insert("Entry".to_owned(), Struct { doc: "A line in a list of pages.".to_owned(), fields: entry });
    let list = vec![field("entries", "Vec<Entry>", "The pages of the folder.")];
    structs.insert("FolderList".to_owned(), Struct { doc: "The list of a folder.".to_owned(), fields: list });
    let mut contexts = contexts(&sources, &structs);
    contexts.insert("markdown/list", "FolderList".to_owned());
    let mut walk = Walk { structs: &structs, partials: BTreeMap::new(), faults: BTreeSet::new(), is_markdown: false };
    for (template, context) in &contexts {
        walk.is_markdown = template.starts_with("markdown/");
        walk.template(template, &Type::Struct(context.clone()), 0);
    }
    assert!(walk.faults.is_empty(), "{:#?}", walk.faults);
    let mut text = "# Templates\n\n\
         <!-- Made from the types in the code; `UPDATE=1 cargo test --test suite templates` writes it anew. -->\n\n\
         Pages are made of [handlebars](https://handlebarsjs.com) templates. A file of the same name in the folder `templates/` of a\n\
         repository takes the place of a built-in one: `groundup templates export` writes them all, to change some and delete the\n\
         rest. `style.css`, `packet.css` and `site.js` can be overridden in the same way. A file whose name is none of these is a finding of\n\
         `groundup check` ([unknown-template](../src/lint/rules/unknown_template.md)).\n\n\
         Each template is handed a value of one type. `{{name}}` writes a field as text, escaped; fields whose names end in `_html`\n\
         are HTML that is safe as it stands, for `{{{name_html}}}`. A template that asks for a field that there is not makes no\n\
         page, and says so. The templates under `markdown/` are those of `groundup export --format markdown`.\n\n\
         ## The templates\n\n| Template | Is handed |\n|---|---|\n"
        .to_owned();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (name, _) in BUILT_IN {
        let kinds: Vec<Type> = match contexts.get(name) {
            Some(context) => vec![Type::Struct(context.clone())],
            None => walk.partials.get(*name).into_iter().flatten().cloned().collect(),
        };
        assert!(!kinds.is_empty(), "nothing uses the template {name}");
        let words: Vec<String> = kinds.iter().map(Type::words).collect();
        let _ = writeln!(text, "| `{name}` | {} |", words.join("; ").replace('|', "\\|"));
        kinds.iter().for_each(|kind| reach(kind, &structs, &mut used));
    }
    text.push_str("\n## What they are handed\n");
    for (name, one) in structs.iter().filter(|(name, _)| used.contains(*name)) {
        let doc = if one.doc.is_empty() { String::new() } else { format!("{}\n\n", one.doc) };
        let _ = write!(text, "\n### {name}\n\n{doc}| Field | Type | What it is |\n|---|---|---|\n");
        for (field, kind, doc) in &one.fields {
            let _ = writeln!(text, "| `{field}` | {} | {} |", Type::parse(kind).words(), doc.replace('|', "\\|"));
        }
    }
    text
}

fn reach(kind: &Type, structs: &BTreeMap<String, Struct>, used: &mut BTreeSet<String>) {
    match kind {
        Type::List(inner) | Type::Optional(inner) => reach(inner, structs, used),
        Type::Struct(name) => {
            let Some(one) = structs.get(name) else { panic!("nothing is known of the type {name}") };
            if used.insert(name.clone()) {
                one.fields.iter().for_each(|(_, kind, _)| reach(&Type::parse(kind), structs, used));
            }
        }
        Type::Text | Type::Truth => {}
    }
}

#[test]
fn the_page_of_the_templates_is_that_of_the_types() {
    let path = Path::new(ROOT).join("docs/templates.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the page");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "run `UPDATE=1 cargo test --test suite templates`");
}
