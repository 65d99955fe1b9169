//! What to write where a value has another shape than is due: the value itself, as it should stand there.

use super::suggest::slug;
use super::synonyms::synonym;
use super::validate::fits_any;
use super::{SCHEMAS, Shape, Type, is_id, wording};
use crate::diagnostic::rule_names::SCHEMA_VIOLATION;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::quantity::{self, ExpectedUnit};
use crate::syntax::{Entry, Node, Scalar, Value};
use crate::text::Span;

/// What to write, and the change that does it.
pub(super) struct Advice {
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
}

impl Advice {
    fn only(help: String) -> Self {
        Self { help, fix: None }
    }
}

/// The finding of `imports: [motor]`, where a word is due, and the list has a field of its own: `import-list`.
pub(super) fn list_for_word(entry: &Entry<'_>, map: &Node<'_>, shape: &Shape, text: &str) -> Option<Diagnostic> {
    let items = entry.value.as_sequence()?;
    let list = format!("{}-list", entry.key.strip_suffix('s')?);
    let words = &SCHEMAS.shapes[*shape.properties.get(&*entry.key)?].words;
    if !shape.properties.contains_key(&list) || words.is_empty() {
        return None;
    }
    let word = words.iter().find(|word| *word == "listed")?;
    let span = items.first().map_or(entry.value.span, |first| first.span);
    let shown = written(&entry.value, text).unwrap_or("[…]");
    let message = format!("expected one of {}; found a list", wording::list(words));
    let key = &entry.key;
    let help = match map.get(&list) {
        Some(_) => format!("write `{key}: {word}`, and add the items to `{list}`"),
        None => format!("write `{key}: {word}`, and the items in a field of their own: `{list}: {shown}`"),
    };
    Some(Diagnostic::error(SCHEMA_VIOLATION, span, message).with_help(help))
}

/// What to write instead of a value of another type than `shape` asks for.
pub(super) fn reshaped(node: &Node<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    match &node.value {
        Value::Scalar(scalar) if scalar.is_null() => None,
        Value::Scalar(scalar) if is_nothing(&scalar.text) => Some(Advice::only("leave the field out".to_owned())),
        Value::Scalar(scalar) if shape.types == [Type::Integer] => whole_number(&scalar.text),
        Value::Scalar(scalar) if shape.types == [Type::List] => scalar_in_list(node, scalar, shape, text),
        Value::Scalar(scalar) => glued(node, scalar, shape, text).or_else(|| scalar_in_map(node, scalar, shape, text)),
        Value::Mapping(entries) if shape.types == [Type::List] => {
            Some(items_by_name(entries, shape).unwrap_or_else(|| map_in_list(node, entries, text)))
        }
        Value::Mapping(entries) if is_for_text(shape) => text_with_colon(entries, node, text),
        Value::Sequence(items) if !shape.types.contains(&Type::List) => one_of_list(node, items, shape, text),
        _ => None,
    }
}

/// What a field without a value has instead: a comment, since its text begins with `#`. (the comment's place, what to write)
pub(super) fn hidden_by_hash(node: &Node<'_>, text: &str) -> Option<(Span, Advice)> {
    if !node.as_scalar()?.is_null() {
        return None;
    }
    let start = node.span.start as usize;
    let line = text.get(start..)?.lines().next()?;
    // Nothing stands where its colon does.
    let comment = line.trim_start_matches([':', ' ']);
    let value = comment.trim_end();
    // Behind a word and a blank it is a comment after all.
    let is_one_word = value.len() > 1 && !value.contains([' ', '\'', '"']);
    if !value.starts_with('#') || value.starts_with("##") || !is_one_word {
        return None;
    }
    let before = &line[..line.len() - comment.len()];
    let at = start + before.len();
    let place = Span { start: at as u32, end: (at + value.len()) as u32, ..node.span };
    let edit = Edit {
        span: Span { start: node.span.start, ..place },
        found: format!("{before}{value}"),
        replacement: format!("{before}'{value}'"),
    };
    Some((place, Advice { help: format!("put the text in quotes: `'{value}'`"), fix: Some(Fix::safe([edit])) }))
}

/// `quantity:4` for `quantity: 4`: the key that is meant, where `known` has it.
pub(super) fn glued_key(key: &str, known: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let (name, value) = key.split_once(':')?;
    (known(name) && !value.is_empty()).then_some((name, value))
}

/// The change that puts a space behind the colon of such a key.
pub(super) fn unglued(entry: &Entry<'_>, name: &str) -> Option<Fix> {
    let written = (entry.key_span.end - entry.key_span.start) as usize;
    let is_as_read = written == entry.key.len();
    let rest = entry.key.get(name.len()..)?.strip_prefix(':')?;
    let span = entry.key_span.slice(name.len(), written);
    let edit = Edit { span, found: format!(":{rest}"), replacement: format!(": {rest}") };
    (is_as_read && entry.value.as_scalar().is_some_and(Scalar::is_null)).then(|| Fix::safe([edit]))
}

/// Words by which authors say that there is nothing to say.
fn is_nothing(text: &str) -> bool {
    ["-", "n/a", "na", "nil", "no", "none", "nothing", "tba", "tbd", "todo", "unknown"]
        .contains(&text.to_lowercase().as_str())
}

/// `5,000 people`.
fn whole_number(text: &str) -> Option<Advice> {
    let number = text.split(' ').next()?;
    let digits: String = number.chars().filter(|c| !",'_".contains(*c)).collect();
    let is_whole = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.starts_with(|c| c != '0');
    is_whole.then(|| Advice::only(format!("write `{digits}`")))
}

/// `4 h 30 min` and `2 m x 1 m` as the one quantity that is due.
pub(super) fn joined(text: &str, expected: &ExpectedUnit) -> Option<String> {
    let write = |amount: f64, unit: &str| {
        let written = format!("{} {unit}", quantity::format_amount(amount));
        let is_due = quantity::parse(&written).is_ok_and(|it| expected.accepts(&it.dimension()));
        is_due.then(|| format!("write `{written}`, if that is meant"))
    };
    if let Some((a, b)) = sides(text) {
        let metre = quantity::parse_unit("m").ok()?;
        let metres = |side: &str| quantity::parse(side).ok()?.in_unit(&metre);
        return write(metres(&a)? * metres(&b)?, "m2");
    }
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    spaces.into_iter().find_map(|at| {
        let (a, b) = (quantity::parse(&text[..at]).ok()?, quantity::parse(text[at..].trim()).ok()?);
        let have_units = [&a, &b].iter().all(|it| it.as_written().ends_with(|c: char| c.is_alphabetic()));
        let more =
            b.in_unit(&a.unit()).filter(|more| have_units && *more < 1.0 && a.unit_symbol() != b.unit_symbol())?;
        write(a.amount() + more, a.unit_symbol())
    })
}

/// `item:x` where a map is due.
fn glued(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    let branches = || shape.one_of.iter().map(|index| &SCHEMAS.shapes[*index]).chain([shape]);
    let is_field = |name: &str| branches().any(|branch| branch.properties.contains_key(name));
    let (name, value) = glued_key(&scalar.text, is_field).filter(|_| scalar.plain)?;
    let span = node.span;
    let is_as_read = text.get(span.start as usize..span.end as usize) == Some(&scalar.text);
    let edit = Edit { span, found: scalar.text.to_string(), replacement: format!("{name}: {value}") };
    let fix = is_as_read.then(|| Fix::safe([edit]));
    Some(Advice { help: format!("write `{name}: {value}`, with a space behind the `:`"), fix })
}

/// `makes: 2 ea`: where one field alone is due, or all that stands there is a quantity.
fn scalar_in_map(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    if !shape.types.contains(&Type::Map) || shape.types.len() > 1 {
        return None;
    }
    if let Some((length, width)) = sides(&scalar.text)
        && ["length", "width"].iter().all(|side| shape.properties.contains_key(*side))
    {
        return Some(Advice::only(format!("write `{{length: {length}, width: {width}}}`")));
    }
    if scalar.text.starts_with("http") && ["title", "url"].iter().all(|name| shape.properties.contains_key(*name)) {
        return Some(Advice::only(format!(
            "write `{{title: …, url: {}}}`, with the title of what is there",
            scalar.text
        )));
    }
    if quantity::parse(&scalar.text).is_ok()
        && let Some(help) = measured_field(node, shape)
    {
        return Some(Advice::only(help));
    }
    let name = sole_field(node, shape)?;
    let is_only = shape.required == [name.to_owned()];
    let (before, after) = (format!("{{{name}: "), "}");
    let written = written(node, text).filter(|written| is_safe_in_flow(scalar, written))?;
    let fix = if is_only { around(node, text, &before, after) } else { None };
    Some(Advice { help: format!("write `{before}{written}{after}`"), fix })
}

/// `labour: 6 h`: the one field that holds such a quantity, beside what must be there.
fn measured_field(node: &Node<'_>, shape: &Shape) -> Option<String> {
    let holds = |index: &usize| SCHEMAS.shapes[*index].quantity.is_some() && fits_any(node, &SCHEMAS.shapes[*index]);
    let mut fields = shape.properties.iter().filter(|(_, index)| holds(index)).map(|(name, _)| name);
    let (only, None) = (fields.next()?, fields.next()) else { return None };
    let others = shape.required.iter().filter(|name| *name != only).map(|name| format!("{name}: …, "));
    let written = &node.as_scalar()?.text;
    Some(format!("write `{{{}{only}: {written}}}`", others.collect::<String>()))
}

/// The sides of `1 m x 2 m`; of `1 x 2 m` the first has the unit of the second.
fn sides(text: &str) -> Option<(String, String)> {
    let (a, b) = text.split_once(['x', '×'])?;
    let (a, b) = (a.trim(), b.trim());
    let second = quantity::parse(b).ok()?;
    let is_bare = a.ends_with(|c: char| c.is_ascii_digit()) && b.ends_with(|c: char| c.is_alphabetic());
    let a = if is_bare { format!("{a} {}", second.unit_symbol()) } else { a.to_owned() };
    quantity::parse(&a).is_ok().then(|| (a, b.to_owned()))
}

/// A map of one field that is no field, but text with `: ` in it: what to write.
pub(super) fn prose_for_map(entries: &[Entry<'_>], shape: &Shape) -> Option<(Span, String)> {
    let [entry] = entries else { return None };
    let value = entry.value.as_scalar().filter(|value| value.plain && !value.is_null())?;
    let [name] = shape.required.as_slice() else { return None };
    let words = format!("{}: {}", entry.key, value.text).replace('\'', "''");
    (entry.key.contains(' ') && words.len() <= 80).then(|| (entry.key_span, format!("write `{name}: '{words}'`")))
}

/// An operation that is said as `turning: 45 min`: where, and what to write.
pub(super) fn named_operation(entries: &[Entry<'_>], shape: &Shape) -> Option<(Span, String)> {
    let is_operation = ["capability", "time"].iter().all(|name| shape.properties.contains_key(*name));
    let ([entry], true) = (entries, is_operation) else { return None };
    let name = slug(&entry.key).filter(|_| !shape.properties.contains_key(&*entry.key))?;
    let said = entry.value.as_scalar().map_or("", |said| &*said.text);
    let minute = quantity::parse_unit("min").ok()?;
    let is_time = quantity::parse(said).is_ok_and(|said| said.in_unit(&minute).is_some());
    let time = if is_time { format!(", time: {said}") } else { String::new() };
    Some((entry.key_span, format!("write `{{capability: {name}{time}}}`")))
}

/// What to write instead of a field that a map has not, but something in it has: `makes: {mass: …}` for a plan's `weight`, and the
/// envelope for what an operation demands.
pub(super) fn deeper(entry: &Entry<'_>, shape: &Shape) -> Option<String> {
    const DEMANDS: [&str; 6] = ["accuracy", "material", "precision", "roughness", "surface", "tolerance"];
    let key = &*entry.key;
    let said = entry.value.as_scalar().filter(|said| !said.is_null()).map(|said| &*said.text);
    if let (true, Some(said)) = (shape.properties.contains_key("envelope"), said) {
        let is_demand = DEMANDS.contains(&key) || quantity::parse(said).is_ok();
        return is_demand
            .then(|| format!("what an operation demands stands in its envelope: `envelope: {{{key}: {said}}}`"));
    }
    let found = shape.properties.iter().filter_map(|(name, index)| {
        let inner = &SCHEMAS.shapes[*index];
        let known = || inner.properties.keys().map(String::as_str);
        let is_map = inner.types == [Type::Map] && inner.additional.is_none();
        let meant = known().find(|known| *known == key).or_else(|| synonym(key, known())).filter(|_| is_map)?;
        Some((name.as_str(), meant))
    });
    let found: Vec<(&str, &str)> = found.collect();
    let only = if let [only] = found[..] { Some(only) } else { found.into_iter().find(|(name, _)| *name == "makes") };
    only.map(|(name, meant)| format!("write it as `{name}: {{{meant}: …}}`"))
}

/// The field of a map that a value alone can only stand for.
fn sole_field<'s>(node: &Node<'_>, shape: &'s Shape) -> Option<&'s str> {
    const LIKELY: [&str; 4] = ["quantity", "place", "title", "name"];
    let name = match shape.required.as_slice() {
        [only] => only.as_str(),
        _ => LIKELY.iter().find_map(|name| shape.properties.get_key_value(*name))?.0.as_str(),
    };
    let property = &SCHEMAS.shapes[*shape.properties.get(name)?];
    // A number is no name.
    let begins = node.as_scalar()?.text.starts_with(|c: char| c.is_alphabetic());
    if property.quantity.is_none() && !begins {
        return None;
    }
    let others_are_free = shape.required.iter().all(|other| other == name);
    (others_are_free && fits_any(node, property)).then_some(name)
}

/// `instructions: [build.md]`: a list of one, where that one is due.
fn one_of_list(node: &Node<'_>, items: &[Node<'_>], shape: &Shape, text: &str) -> Option<Advice> {
    let [first, rest @ ..] = items else { return None };
    let scalar = first.as_scalar().filter(|scalar| !scalar.is_null() && fits_any(first, shape))?;
    if !rest.is_empty() {
        return Some(Advice::only(format!("write one of them, such as `{}`", scalar.text)));
    }
    let is_flow = text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with('['));
    let (inner, whole) = (written(first, text)?, written(node, text));
    let edit = whole.map(|found| Edit { span: node.span, found: found.to_owned(), replacement: inner.to_owned() });
    let fix = edit.filter(|_| is_flow).map(|edit| Fix::safe([edit]));
    let marks = if is_flow { "brackets" } else { "`-`" };
    Some(Advice { help: format!("write `{inner}`, without {marks}"), fix })
}

/// `authors: Jane Doe`, `alternatives: bolt-m12x45`.
fn scalar_in_list(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    let items = &SCHEMAS.shapes[shape.items?];
    let written = written(node, text).filter(|written| is_safe_in_flow(scalar, &written.replace(',', "")))?;
    if items.types.contains(&Type::Map) || !items.one_of.is_empty() {
        if let Some(advice) = glued(node, scalar, items, text) {
            return Some(Advice::only(format!("begin each entry of the list with `- `, and {}", advice.help)));
        }
        let asks_how_much = ["item", "quantity"].iter().all(|name| items.required.iter().any(|other| other == name));
        if asks_how_much && is_id(&scalar.text) {
            return Some(Advice::only(format!(
                "write `[{{item: {written}, quantity: …}}]`, with how much of it goes in"
            )));
        }
        let name = sole_field(node, items)?;
        if scalar.plain && written.contains(',') {
            let each = written.split(',').map(|one| format!("{{{name}: {}}}", one.trim()));
            return Some(Advice::only(format!("write `[{}]`", each.collect::<Vec<_>>().join(", "))));
        }
        let (before, after) = (format!("[{{{name}: "), "}]");
        return Some(Advice {
            help: format!("write `{before}{written}{after}`"),
            fix: around(node, text, &before, after),
        });
    }
    if scalar.plain && written.contains(", ") {
        return Some(Advice::only(format!("write `[{written}]`")));
    }
    let fits = fits_any(node, items);
    fits.then(|| Advice { help: format!("write `[{written}]`"), fix: around(node, text, "[", "]") })
}

/// `inputs: {iron: 110 kg}`: items as keys, with their quantities.
fn items_by_name(entries: &[Entry<'_>], shape: &Shape) -> Option<Advice> {
    let items = &SCHEMAS.shapes[shape.items?];
    let branches = || items.one_of.iter().map(|index| &SCHEMAS.shapes[*index]).chain([items]);
    let has_both = branches().any(|it| ["item", "quantity"].iter().all(|name| it.properties.contains_key(*name)));
    let first = entries.first().filter(|_| has_both)?;
    let is_field = branches().any(|it| it.properties.contains_key(&*first.key));
    let amount = first.value.as_scalar().filter(|amount| quantity::parse(&amount.text).is_ok() && !is_field)?;
    Some(Advice::only(format!("write each as `- {{item: {}, quantity: {}}}`", first.key, amount.text)))
}

fn map_in_list(node: &Node<'_>, entries: &[Entry<'_>], text: &str) -> Advice {
    let dashed = entries.first().and_then(|entry| entry.key.strip_prefix('-'));
    if let Some(key) = dashed.filter(|key| !key.is_empty()) {
        return Advice::only(format!("write `- {key}: …`, with a space behind the `-`"));
    }
    let is_flow = text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with('{'));
    if is_flow {
        return Advice { help: "put `[` and `]` around it".to_owned(), fix: around(node, text, "[", "]") };
    }
    Advice::only("begin each entry of the list with `- `".to_owned())
}

/// `- Wear gloves: always`, where text is due.
fn text_with_colon(entries: &[Entry<'_>], node: &Node<'_>, text: &str) -> Option<Advice> {
    let [entry] = entries else { return None };
    let value = entry.value.as_scalar().filter(|value| value.plain)?;
    let is_flow = text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with(['{', '"', '\'']));
    let words = format!("{}: {}", entry.key, value.text);
    (!is_flow && words.len() < 80)
        .then(|| Advice::only(format!("if this is text, put it in quotes: `'{}'`", words.replace('\'', "''"))))
}

fn is_for_text(shape: &Shape) -> bool {
    shape.types.contains(&Type::Text) && !shape.types.contains(&Type::Map)
}

/// What stands there, quotes and all, if it is one line.
fn written<'t>(node: &Node<'_>, text: &'t str) -> Option<&'t str> {
    let written = text.get(node.span.start as usize..node.span.end as usize)?;
    (!written.contains('\n') && written.len() <= 80).then_some(written)
}

/// Whether a scalar means the same within `{…}` and `[…]`.
fn is_safe_in_flow(scalar: &Scalar<'_>, written: &str) -> bool {
    !scalar.plain || !written.contains(['[', ']', '{', '}', '#', ',']) && !written.contains(": ")
}

/// Words put before and behind a value of one line.
fn around(node: &Node<'_>, text: &str, before: &str, after: &str) -> Option<Fix> {
    let written = text.get(node.span.start as usize..node.span.end as usize)?;
    let edit = Edit { span: node.span, found: written.to_owned(), replacement: format!("{before}{written}{after}") };
    (!written.contains('\n')).then(|| Fix::safe([edit]))
}
