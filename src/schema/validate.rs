//! A tree against its schema: every fault in one run, each at its word.

use super::suggest::{closest, slug, surely};
use super::synonyms::synonym;
use super::wording::{expected_words, found, list, with_article};
use super::{Kind, QuantityShape, SCHEMAS, Shape, ShapeIndex, Type, advice, mend};
use crate::diagnostic::rule_names::{
    INVALID_QUANTITY, MISSING_KIND, SCHEMA_VIOLATION, UNIT_MISMATCH, UNKNOWN_FIELD, UNKNOWN_KIND,
};
use crate::diagnostic::{Diagnostic, Fix};
use crate::quantity;
use crate::syntax::{Document, Entry, Node, Scalar, Value};
use crate::text::Span;

/// The kind that a document says it is.
///
/// # Errors
/// A finding, if it says none or one that does not exist.
pub fn kind_of(document: &Document<'_>) -> Result<Kind, Diagnostic> {
    const KINDS: &str = "`repository`, `plan`, `material`, `process`, `capability` or `facility`";
    let root = &document.root;
    let Some(entries) = root.as_mapping() else {
        let message = format!("a document is a map of fields that begins with `kind:`; found {}", root.describe());
        return Err(Diagnostic::error(MISSING_KIND, first_word(root), message));
    };
    let Some(kind) = root.get("kind") else {
        let found = entries.iter().find(|entry| closest(&entry.key, ["kind"]).is_some());
        let span = found.map_or(first_word(root), |entry| entry.key_span);
        let help = match found {
            Some(entry) => format!("did you mean `kind` instead of `{}`?", entry.key),
            None => format!("begin the document with `kind:` and one of {KINDS}"),
        };
        return Err(Diagnostic::error(MISSING_KIND, span, "this document does not say its `kind`").with_help(help));
    };
    let word = kind.as_scalar().map_or("", |scalar| &*scalar.text);
    Kind::from_word(word).ok_or_else(|| {
        let message = if word.is_empty() {
            format!("`kind` must be a word; found {}", kind.describe())
        } else {
            format!("there is no kind `{word}`")
        };
        let close = closest(word, Kind::ALL.map(Kind::as_str)).or_else(|| Kind::of_trade(word).map(Kind::as_str));
        let help = close.map_or_else(|| format!("use {KINDS}"), |close| format!("did you mean `{close}`?"));
        let fix =
            surely(word, Kind::ALL.map(Kind::as_str)).and_then(|meant| Fix::of_words(kind.span, word, meant, true));
        Diagnostic::error(UNKNOWN_KIND, kind.span, message).with_help(help).with_fix(fix)
    })
}

/// Holds a document's root against the schema of `kind`; appends what is wrong.
/// `text` is that of the file: what stands there decides what to write instead.
pub fn validate(kind: Kind, root: &Node<'_>, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut validator = Validator { text, diagnostics };
    if let Some(index) = SCHEMAS.roots.get(&kind) {
        validator.node(root, &SCHEMAS.shapes[*index]);
    }
}

/// How many keys of a map a message names.
const MOST_KEYS: usize = 4;

/// Of a map with more unknown fields than this, none is renamed: it is something else.
const MOST_RENAMED: usize = 20;

struct Validator<'d> {
    text: &'d str,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Validator<'_> {
    fn at(&mut self, node: &Node<'_>, index: ShapeIndex) {
        self.node(node, &SCHEMAS.shapes[index]);
    }

    fn node(&mut self, node: &Node<'_>, shape: &Shape) {
        if node.value == Value::Hole {
            return;
        }
        if !shape.one_of.is_empty() {
            return match branch_of(node, shape) {
                Some(branch) => self.at(node, branch),
                None => {
                    let all = shape.one_of.iter().flat_map(|index| SCHEMAS.shapes[*index].types.iter().copied());
                    let expected = expected_words(None, &all.collect::<Vec<_>>());
                    self.misshapen(node, &expected, shape);
                }
            };
        }
        if !shape.types.is_empty() && !shape.types.iter().any(|kind| fits(node, *kind)) {
            return self.misshapen(node, &expected_words(shape.expected.as_deref(), &shape.types), shape);
        }
        match &node.value {
            Value::Mapping(entries) => self.mapping(node, entries, shape),
            Value::Sequence(items) => self.sequence(node, items, shape),
            Value::Scalar(scalar) => self.scalar(node, scalar, shape),
            Value::Hole => {}
        }
    }

    fn mapping(&mut self, node: &Node<'_>, entries: &[Entry<'_>], shape: &Shape) {
        if is_something_else(entries, shape) {
            let keys: Vec<&str> = entries.iter().map(|entry| &*entry.key).take(MOST_KEYS).collect();
            let expected =
                format!("{} with {}", with_article(shape.title.as_deref().unwrap_or("map")), list(&shape.required));
            return self.violation(first_word(node), &expected, &format!("a map with {}", list(keys)));
        }
        if let Some((span, help)) = advice::prose_for_map(entries, shape) {
            let owner = with_article(shape.title.as_deref().unwrap_or("map"));
            let message = format!("expected {owner} with {}; found text with `: ` in it", list(&shape.required));
            return self.diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, span, message).with_help(help));
        }
        if let Some((span, help)) = advice::named_operation(entries, shape) {
            let message = "an operation names its capability, and how long it takes";
            return self.diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, span, message).with_help(help));
        }
        let mut unknown = Vec::new();
        for entry in entries {
            if let Some(property) = shape.properties.get(&*entry.key) {
                if let Some(finding) = advice::list_for_word(entry, node, shape, self.text) {
                    self.diagnostics.push(finding);
                    continue;
                }
                self.at(&entry.value, *property);
            } else if let Some(additional) = shape.additional {
                self.at(&entry.value, additional);
            } else if !shape.open && !is_extension(shape, &entry.key) {
                unknown.push(entry);
            }
        }
        let mut missing: Vec<&str> = Vec::new();
        for name in &shape.required {
            let is_close = |entry: &&Entry<'_>| closest(&entry.key, [name.as_str()]).is_some();
            // A misspelt key is told as such; that the right one is missing is its consequence.
            if node.get(name).is_none() && !unknown.iter().any(is_close) {
                missing.push(name);
            }
        }
        // One key too many and one too few with the same first letter: it was meant for it (`qty` for `quantity`).
        // Looked up once: there may be very many unknown fields.
        let unused = if unknown.is_empty() { Vec::new() } else { unused_fields(node, shape) };
        let strange = unknown.iter().filter(|entry| closest(&entry.key, unused.iter().copied()).is_none());
        let strange: Vec<&&Entry<'_>> = strange.take(2).collect();
        let meant = match (strange.as_slice(), missing.as_slice()) {
            ([entry], [name]) if entry.key.chars().next() == name.chars().next() => missing.pop(),
            _ => None,
        };
        let is_few = unknown.len() <= MOST_RENAMED;
        for entry in unknown {
            let is_field = |name: &str| shape.properties.contains_key(name) && node.get(name).is_none();
            if let Some((name, value)) = advice::glued_key(&entry.key, is_field) {
                missing.retain(|other| *other != name);
                self.glued_field(entry, name, value);
                continue;
            }
            let fix = if is_few { mend::renamed_field(entry, entries, shape) } else { None };
            self.unknown_field(entry, &unused, shape, meant, fix);
        }
        for name in missing {
            let message = format!("{} has no `{name}`", with_article(shape.title.as_deref().unwrap_or("map")));
            let hint = shape.properties.get(name).and_then(|index| SCHEMAS.shapes[*index].expected.as_deref());
            let help = hint.map_or_else(|| format!("add `{name}:`"), |hint| format!("add `{name}:` with {hint}"));
            self.diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, first_word(node), message).with_help(help));
        }
    }

    /// `{quantity:4}`, where the colon has no space behind it.
    fn glued_field(&mut self, entry: &Entry<'_>, name: &str, value: &str) {
        let message = format!("the `:` behind `{name}` has no space behind it, so all of `{}` is the key", entry.key);
        let finding = Diagnostic::error(UNKNOWN_FIELD, entry.key_span, message);
        let finding = finding.with_help(format!("write `{name}: {value}`"));
        self.diagnostics.push(finding.with_fix(advice::unglued(entry, name)));
    }

    fn unknown_field(
        &mut self,
        entry: &Entry<'_>,
        unused: &[&str],
        shape: &Shape,
        meant: Option<&str>,
        fix: Option<Fix>,
    ) {
        let owner = shape.title.as_deref().unwrap_or("map");
        let message = format!("{} has no field `{}`", with_article(owner), entry.key);
        let close = closest(&entry.key, unused.iter().copied())
            .or(meant)
            .or_else(|| synonym(&entry.key, unused.iter().copied()))
            .or_else(|| closest(&entry.key, shape.properties.keys().map(String::as_str)));
        let help = match close {
            _ if begins_another(&entry.key, shape) => {
                format!("if a new entry of the list begins here, write `- {}: …`", entry.key)
            }
            Some(close) => format!("did you mean `{close}`?"),
            None => advice::deeper(entry, shape).unwrap_or_else(|| {
                let part =
                    if is_of_item(shape) { "; what is made for this plan is a `part`, with `from:`" } else { "" };
                format!("it has: {}{part}; a field of your own begins with `x-`", list(shape.properties.keys()))
            }),
        };
        let finding = Diagnostic::error(UNKNOWN_FIELD, entry.key_span, message).with_help(help);
        self.diagnostics.push(finding.with_fix(fix));
    }

    fn sequence(&mut self, node: &Node<'_>, items: &[Node<'_>], shape: &Shape) {
        if items.len() < shape.min_items {
            self.violation(
                first_word(node),
                &format!("a list of at least {}", shape.min_items),
                &format!("{} items", items.len()),
            );
        }
        if let Some(index) = shape.items {
            items.iter().for_each(|item| self.at(item, index));
        }
    }

    fn scalar(&mut self, node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape) {
        let text = &*scalar.text;
        if !shape.words.is_empty() && !shape.words.iter().any(|word| word == text) {
            let words = list(&shape.words);
            let known = || shape.words.iter().map(String::as_str);
            let close = closest(text, known()).or_else(|| synonym(text, known()));
            let help = close.map(|close| format!("did you mean `{close}`?"));
            let expected = if shape.words.len() == 1 { words } else { format!("one of {words}") };
            let message = format!("expected {expected}; found `{text}`");
            let finding = Diagnostic::error(SCHEMA_VIOLATION, node.span, message).with_help_if(help);
            self.diagnostics.push(finding.with_fix(mend::known_word(node, scalar, shape)));
        }
        if let Some(pattern) = &shape.pattern
            && !pattern.is_match(text)
        {
            let expected = shape.expected.clone().unwrap_or_else(|| format!("text like {}", pattern.as_str()));
            let address = format!("https://{text}");
            let is_address = text.contains('.') && !text.contains(' ') && pattern.is_match(&address);
            let slug = slug(text).filter(|slug| pattern.is_match(slug));
            let help = slug.or(is_address.then_some(address)).map(|meant| format!("write `{meant}`"));
            let message = format!("expected {expected}; found `{text}`");
            let finding = Diagnostic::error(SCHEMA_VIOLATION, node.span, message).with_help_if(help);
            self.diagnostics.push(finding.with_fix(mend::id_form(node, scalar, |id| pattern.is_match(id))));
        }
        if let Some(number) = scalar.as_number() {
            let too_small = shape
                .minimum
                .filter(|minimum| number < *minimum)
                .map(|minimum| format!("a number of at least {minimum}"));
            let too_large = shape
                .maximum
                .filter(|maximum| number > *maximum)
                .map(|maximum| format!("a number of at most {maximum}"));
            if let Some(expected) = too_small.or(too_large) {
                let expected = shape.expected.clone().unwrap_or(expected);
                let message = format!("expected {expected}; found `{text}`");
                let finding = Diagnostic::error(SCHEMA_VIOLATION, node.span, message);
                self.diagnostics.push(finding.with_help_if(as_share(text, shape)));
            }
        }
        if shape.is_unit
            && let Err(error) = quantity::parse_unit(text)
        {
            let span = span_inside(node, scalar, error.range.start, error.range.end);
            let finding = Diagnostic::error(INVALID_QUANTITY, span, error.message());
            let finding = finding.with_help_if(error.help().map(str::to_owned));
            self.diagnostics.push(finding.with_fix(mend::readable_unit(node, scalar)));
        }
        if let Some(quantity) = &shape.quantity {
            self.quantity(node, scalar, quantity);
        }
    }

    fn quantity(&mut self, node: &Node<'_>, scalar: &Scalar<'_>, shape: &QuantityShape) {
        match quantity::parse(&scalar.text) {
            Err(error) => {
                let span = span_inside(node, scalar, error.range.start, error.range.end);
                let finding = Diagnostic::error(INVALID_QUANTITY, span, error.message());
                let joined = advice::joined(&scalar.text, &shape.expected);
                let own = error.help().filter(|_| !error.is_of_anything()).map(str::to_owned);
                let any = || format!("write a number and a unit: {}", shape.expected.words());
                let finding = finding.with_help(joined.or(own).unwrap_or_else(any));
                self.diagnostics.push(finding.with_fix(mend::readable_quantity(node, scalar, shape)));
            }
            Ok(quantity) if shape.needs_ratio && !is_ratio(&quantity, shape) => {
                let message =
                    format!("expected hours per week, such as `40 h/week`; found `{}`", quantity.as_written());
                let hours = Some(quantity.amount()).filter(|amount| *amount > 0.0 && *amount <= 168.0);
                let help = hours.map(|hours| format!("write `{} h/week`", quantity::format_amount(hours)));
                self.diagnostics.push(Diagnostic::error(UNIT_MISMATCH, node.span, message).with_help_if(help));
            }
            Ok(quantity) if !shape.expected.accepts(&quantity.dimension()) => {
                let message = format!(
                    "expected {}; found {}, `{}`",
                    shape.expected.words(),
                    quantity.dimension().name(),
                    quantity.as_written()
                );
                let help = shape.expected.hint(&quantity);
                let finding = Diagnostic::error(UNIT_MISMATCH, node.span, message).with_help_if(help);
                self.diagnostics.push(finding.with_fix(mend::due_unit(node, scalar, &quantity, &shape.expected)));
            }
            Ok(_) => {}
        }
    }

    /// A value of another type than is due: shows one that would do.
    fn misshapen(&mut self, node: &Node<'_>, expected: &str, shape: &Shape) {
        let one_of = format!("one of {}", list(&shape.words));
        let expected = if shape.words.len() > 1 { &one_of } else { expected };
        const LONGEST_EXAMPLE: usize = 100;
        if let Some((place, advice)) = advice::hidden_by_hash(node, self.text) {
            let message = format!("expected {expected}; found nothing, since ` #` begins a comment");
            let finding = Diagnostic::error(SCHEMA_VIOLATION, place, message).with_help(advice.help);
            return self.diagnostics.push(finding.with_fix(advice.fix));
        }
        let truth = if shape.types == [Type::Truth] { mend::truth_of(node) } else { None };
        let example = shape.example.as_deref().filter(|example| example.len() <= LONGEST_EXAMPLE);
        let share = node.as_scalar().and_then(|scalar| as_share(&scalar.text, shape));
        let advice = advice::reshaped(node, shape, self.text);
        let (help, fix) = match (share, truth, advice, example) {
            (Some(share), ..) => (Some(share), None),
            (_, Some(word), ..) => (Some(format!("write `{word}`")), mend::truth(node, word)),
            (_, _, Some(advice), _) => (Some(advice.help), advice.fix),
            (_, _, _, Some(example)) => (Some(format!("for example `{example}`")), None),
            _ => (None, None),
        };
        let message = format!("expected {expected}; found {}", found(node));
        let finding = Diagnostic::error(SCHEMA_VIOLATION, first_word(node), message).with_help_if(help);
        self.diagnostics.push(finding.with_fix(fix));
    }

    fn violation(&mut self, span: Span, expected: &str, found: &str) {
        self.diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, span, format!("expected {expected}; found {found}")));
    }
}

/// How to write a percentage where a share of one is due.
fn as_share(text: &str, shape: &Shape) -> Option<String> {
    let percent: f64 = text.trim_end_matches('%').trim_end().parse().ok()?;
    let is_percentage = shape.maximum == Some(1.0) && (text.ends_with('%') || percent >= 10.0);
    let share = quantity::format_amount(percent / 100.0);
    (is_percentage && percent > 0.0 && percent <= 100.0).then(|| format!("if {percent} % is meant, write `{share}`"))
}

/// Whether a quantity is a time per time, and says so: a bare number would mislead.
fn is_ratio(quantity: &quantity::Quantity, shape: &QuantityShape) -> bool {
    shape.expected.accepts(&quantity.dimension()) && quantity.unit_symbol().contains('/')
}

/// Whether a map is not what is expected here but another thing altogether: it has nothing that is required, and most of its
/// fields are unknown and like none that is known. That each of them is wrong is then one cause.
fn is_something_else(entries: &[Entry<'_>], shape: &Shape) -> bool {
    if shape.open || shape.additional.is_some() || shape.required.is_empty() || entries.len() < 2 {
        return false;
    }
    let is_strange = |entry: &&Entry<'_>| {
        !shape.properties.contains_key(&*entry.key)
            && !is_extension(shape, &entry.key)
            && closest(&entry.key, shape.properties.keys().map(String::as_str)).is_none()
    };
    let has_required = entries.iter().any(|entry| shape.required.iter().any(|name| *name == entry.key));
    !has_required && entries.iter().filter(is_strange).count() * 2 > entries.len()
}

/// Whether this is the form of an entry that names an item, where another names a part.
fn is_of_item(shape: &Shape) -> bool {
    shape.required.first().is_some_and(|first| first == "item") && begins_another("part", shape)
}

/// Whether a key is the one by which another form of the same entry is known: `item` of a BOM line that is said to be a `part`.
fn begins_another(key: &str, shape: &Shape) -> bool {
    let is_this = |index: &ShapeIndex| std::ptr::eq(&SCHEMAS.shapes[*index], shape);
    let mut forms = SCHEMAS.shapes.iter().filter(|other| other.one_of.iter().any(is_this));
    forms.any(|other| {
        let others = other.one_of.iter().filter(|index| !is_this(index)).map(|index| &SCHEMAS.shapes[*index]);
        others.filter_map(|form| form.required.first()).any(|first| first == key)
    })
}

/// The fields that a map could have and has not.
fn unused_fields<'s>(node: &Node<'_>, shape: &'s Shape) -> Vec<&'s str> {
    shape.properties.keys().map(String::as_str).filter(|name| node.get(name).is_none()).collect()
}

/// Whether a key is one that authors may add for themselves.
fn is_extension(shape: &Shape, key: &str) -> bool {
    shape.extensible && key.starts_with("x-")
}

/// The part of a quantity's text that a parse error blames, as a span of the file.
fn span_inside(node: &Node<'_>, scalar: &Scalar<'_>, start: usize, end: usize) -> Span {
    let written = (node.span.end - node.span.start) as usize;
    let quote = usize::from(!scalar.plain);
    // Escapes or folded lines move the text: then the whole scalar is the place.
    if written != scalar.text.len() + 2 * quote || start >= end {
        return node.span;
    }
    node.span.slice(start + quote, end + quote)
}

/// The branch of a `oneOf` that the author most likely meant: of the right type, and with the most of its own keys.
fn branch_of(node: &Node<'_>, shape: &Shape) -> Option<ShapeIndex> {
    let typed = shape.one_of.iter().copied().filter(|index| {
        let types = &SCHEMAS.shapes[*index].types;
        types.is_empty() || types.iter().any(|kind| fits(node, *kind))
    });
    let score = |index: ShapeIndex| {
        let branch = &SCHEMAS.shapes[index];
        let keys = node.as_mapping().unwrap_or_default();
        let required = keys.iter().filter(|entry| branch.required.iter().any(|name| *name == entry.key)).count();
        let known = keys.iter().filter(|entry| branch.properties.contains_key(&*entry.key)).count();
        (required, known)
    };
    // `max_by_key` keeps the last of equals; the first is the more common form.
    typed.collect::<Vec<_>>().into_iter().rev().max_by_key(|index| score(*index))
}

/// Whether a value could stand here, as far as its form goes; a scalar must be right in all.
pub(super) fn fits_any(node: &Node<'_>, shape: &Shape) -> bool {
    if node.as_scalar().is_some() {
        let mut diagnostics = Vec::new();
        Validator { text: "", diagnostics: &mut diagnostics }.node(node, shape);
        return diagnostics.iter().all(Diagnostic::is_fixable);
    }
    let types = |shape: &Shape| shape.types.is_empty() || shape.types.iter().any(|kind| fits(node, *kind));
    if shape.one_of.is_empty() { types(shape) } else { shape.one_of.iter().any(|index| types(&SCHEMAS.shapes[*index])) }
}

fn fits(node: &Node<'_>, kind: Type) -> bool {
    match (&node.value, kind) {
        (Value::Scalar(scalar), Type::Text) => !scalar.is_null(),
        (Value::Scalar(scalar), Type::Number) => scalar.as_number().is_some(),
        (Value::Scalar(scalar), Type::Integer) => scalar.as_number().is_some_and(|number| number.fract() == 0.0),
        (Value::Scalar(scalar), Type::Truth) => scalar.as_bool().is_some(),
        (Value::Sequence(_), Type::List) | (Value::Mapping(_), Type::Map) => true,
        _ => false,
    }
}

/// Where to point for a whole node: a scalar, else the first key or item of a collection.
fn first_word(node: &Node<'_>) -> Span {
    match &node.value {
        Value::Mapping(entries) => entries.first().map_or(node.span, |entry| entry.key_span),
        Value::Sequence(items) => items.first().map_or(node.span, first_word),
        _ => node.span,
    }
}
