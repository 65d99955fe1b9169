//! Schema text to [`Shape`]s. Only the keywords of the format's own dialect are known; another one is an error here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::bundle::source_files;
use super::pattern::Pattern;
use super::{Kind, QuantityShape, Schemas, Shape, ShapeIndex, Type};
use crate::quantity::ExpectedUnit;

/// Compiles the embedded schemas.
///
/// # Errors
/// Names the file, the place and what is wrong with it.
pub(super) fn compile_all() -> Result<Schemas, String> {
    let mut files = BTreeMap::new();
    for (name, text) in source_files() {
        let value: Value = serde_yaml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        files.insert(name, value);
    }
    let mut compiler = Compiler { files, shapes: Vec::new(), by_place: BTreeMap::new() };
    let mut roots = BTreeMap::new();
    for kind in Kind::ALL {
        roots.insert(kind, compiler.shape_at(&format!("{kind}.yaml"), "")?);
    }
    Ok(Schemas { shapes: compiler.shapes, roots })
}

struct Compiler {
    files: BTreeMap<&'static str, Value>,
    shapes: Vec<Shape>,
    /// Shapes by file and JSON pointer: a definition is compiled once, and may refer to itself.
    by_place: BTreeMap<(String, String), ShapeIndex>,
}

impl Compiler {
    fn shape_at(&mut self, file: &str, pointer: &str) -> Result<ShapeIndex, String> {
        let place = (file.to_owned(), pointer.to_owned());
        if let Some(index) = self.by_place.get(&place) {
            return Ok(*index);
        }
        let schema = self
            .files
            .get(file)
            .and_then(|root| root.pointer(pointer))
            .and_then(Value::as_object)
            .cloned()
            .ok_or_else(|| format!("{file}#{pointer}: there is no schema"))?;
        let index = self.shapes.len();
        self.shapes.push(Shape::default());
        self.by_place.insert(place, index);
        let shape = self.compile(file, pointer, &schema)?;
        self.shapes[index] = shape;
        Ok(index)
    }

    fn compile(&mut self, file: &str, pointer: &str, schema: &Map<String, Value>) -> Result<Shape, String> {
        let mut shape = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let target = self.follow(file, reference)?;
                self.shapes[target].clone()
            }
            None => Shape { open: !schema.contains_key("properties"), ..Shape::default() },
        };
        for (keyword, value) in schema {
            self.keyword(&mut shape, file, pointer, keyword, value)
                .map_err(|problem| format!("{file}#{pointer}/{keyword}: {problem}"))?;
        }
        Ok(shape)
    }

    fn keyword(
        &mut self,
        shape: &mut Shape,
        file: &str,
        pointer: &str,
        keyword: &str,
        value: &Value,
    ) -> Result<(), String> {
        let below = |key: &str| {
            format!(
                "{pointer}/{keyword}{}{}",
                if key.is_empty() { "" } else { "/" },
                key.replace('~', "~0").replace('/', "~1")
            )
        };
        match keyword {
            "$schema" | "$id" | "$defs" | "$ref" | "description" | "default" => {}
            "examples" => shape.example = value.as_array().and_then(|examples| examples.first()).map(flow),
            "title" => shape.title = Some(text(value)?),
            "type" => shape.types = types(value)?,
            "properties" => {
                for key in value.as_object().ok_or("expected a map")?.keys() {
                    let property = self.shape_at(file, &below(key))?;
                    shape.properties.insert(key.clone(), property);
                }
            }
            "required" => shape.required = texts(value)?,
            "additionalProperties" => match value {
                Value::Bool(open) => shape.open = *open,
                _ => {
                    shape.open = false;
                    shape.additional = Some(self.shape_at(file, &below(""))?);
                }
            },
            "patternProperties" => match value.as_object() {
                Some(patterns) if patterns.len() == 1 && patterns.contains_key("^x-") => shape.extensible = true,
                _ => return Err("only {'^x-': {}} is known".to_owned()),
            },
            "items" => shape.items = Some(self.shape_at(file, &below(""))?),
            "minItems" => shape.min_items = value.as_u64().ok_or("expected a number")? as usize,
            "enum" => shape.words = texts(value)?,
            "const" => shape.words = vec![scalar_text(value)],
            "pattern" => shape.pattern = Some(Pattern::new(&text(value)?)?),
            "minimum" => shape.minimum = Some(value.as_f64().ok_or("expected a number")?),
            "maximum" => shape.maximum = Some(value.as_f64().ok_or("expected a number")?),
            "oneOf" => {
                let count = value.as_array().ok_or("expected a list")?.len();
                shape.one_of =
                    (0..count).map(|n| self.shape_at(file, &below(&n.to_string()))).collect::<Result<_, _>>()?;
            }
            "x-quantity" => {
                let unit = text(value)?;
                let expected = ExpectedUnit::parse(&unit).map_err(|error| error.to_string())?;
                shape.quantity = Some(QuantityShape { expected, needs_ratio: unit == "h/week" });
            }
            "x-unit" => shape.is_unit = value.as_bool().ok_or("expected true or false")?,
            "x-expected" => shape.expected = Some(text(value)?),
            _ => return Err("this keyword is not part of the dialect".to_owned()),
        }
        Ok(())
    }

    fn follow(&mut self, file: &str, reference: &str) -> Result<ShapeIndex, String> {
        let (target, pointer) = reference.split_once('#').ok_or_else(|| format!("{file}: `{reference}` has no `#`"))?;
        let target = if target.is_empty() { file } else { target };
        self.shape_at(target, pointer)
    }
}

/// A value as YAML on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries: Vec<String> = map.iter().map(|(key, value)| format!("{key}: {}", flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) if text.contains([':', ',', '#', '{', '[']) => format!("'{text}'"),
        other => scalar_text(other),
    }
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| "expected text".to_owned())
}

fn scalar_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn texts(value: &Value) -> Result<Vec<String>, String> {
    Ok(value.as_array().ok_or("expected a list")?.iter().map(scalar_text).collect())
}

fn types(value: &Value) -> Result<Vec<Type>, String> {
    let names = match value {
        Value::Array(_) => texts(value)?,
        _ => vec![text(value)?],
    };
    names
        .iter()
        .map(|name| match name.as_str() {
            "string" => Ok(Type::Text),
            "number" => Ok(Type::Number),
            "integer" => Ok(Type::Integer),
            "boolean" => Ok(Type::Truth),
            "array" => Ok(Type::List),
            "object" => Ok(Type::Map),
            other => Err(format!("unknown type `{other}`")),
        })
        .collect()
}
