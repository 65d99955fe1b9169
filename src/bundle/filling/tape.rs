//! A template's context as a flat list: what `serde` tells of a value, in the order in which it tells it, all texts in one buffer.
//! Made in one go and read without a copy, where a tree of maps would be made key by key. Keys are numbers: those that templates
//! ask for, and one for all others.

use std::collections::HashMap;
use std::sync::Arc;

use serde::ser::{self, Serialize};

/// A place on a tape.
pub type Place = usize;

/// A value on the tape; that of an array or object is followed by what it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Node {
    Null,
    Bool(bool),
    /// Not zero, and its text.
    Number(bool, Text),
    Text(Text),
    /// Ends before this place.
    Array(u32),
    /// Ends before this place; each value follows its key.
    Object(u32),
    Key(Key),
}

/// Part of the buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Text {
    start: u32,
    end: u32,
}

/// A key that templates ask for, by its number.
pub type Key = u32;

/// Stands for every key that no template asks for.
const UNASKED: Key = Key::MAX;

/// The keys that templates ask for.
#[derive(Debug, Default)]
pub struct Keys {
    numbers: HashMap<String, Key, foldhash::fast::RandomState>,
}

impl Keys {
    /// The number of a key, a new one if need be.
    pub fn number(&mut self, name: &str) -> Key {
        let next = self.numbers.len() as Key;
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }

    fn find(&self, name: &str) -> Key {
        self.numbers.get(name).copied().unwrap_or(UNASKED)
    }
}

/// Names of fields that a tape remembers by where they stand in the program.
const REMEMBERED: usize = 1 << 10;

/// A value, flat.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: Vec<Node>,
    text: String,
    keys: Arc<Keys>,
    /// Address and length of a field's name, and its number; each at a place that follows from its address.
    remembered: Vec<(usize, usize, Key)>,
}

/// What cannot stand on a tape.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoTape(String);

impl ser::Error for NoTape {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Tape {
    /// An empty one, for templates that ask for these keys.
    pub fn new(keys: Arc<Keys>) -> Self {
        let (nodes, text) = (Vec::with_capacity(4_096), String::with_capacity(32_768));
        Self { nodes, text, keys, remembered: vec![(0, 0, UNASKED); REMEMBERED] }
    }

    /// Whether it is for templates that ask for these keys.
    pub fn is_for(&self, keys: &Arc<Keys>) -> bool {
        Arc::ptr_eq(&self.keys, keys)
    }

    /// Puts a value in the place of what it held.
    ///
    /// # Errors
    /// It holds bytes, or more than 4 GB.
    pub fn hold(&mut self, value: &impl Serialize) -> Result<(), NoTape> {
        self.nodes.clear();
        self.text.clear();
        value.serialize(&mut *self)?;
        let is_small = self.text.len() <= u32::MAX as usize && self.nodes.len() <= u32::MAX as usize;
        if is_small { Ok(()) } else { Err(NoTape("it is too large".to_owned())) }
    }

    /// How many bytes it takes, about.
    pub fn size(&self) -> usize {
        self.text.capacity() + self.nodes.capacity() * size_of::<Node>()
    }

    /// The value that an object has under a key; `None` too where it is no object.
    pub fn field(&self, object: Place, key: Key) -> Option<Place> {
        let Node::Object(end) = self.nodes[object] else { return None };
        let mut at = object + 1;
        while at < end as usize {
            let Node::Key(found) = self.nodes[at] else { return None };
            if found == key {
                return Some(at + 1);
            }
            at = self.after(at + 1);
        }
        None
    }

    /// The places of an array's values; `None` where it is no array.
    pub fn values(&self, array: Place) -> Option<impl Iterator<Item = Place>> {
        let Node::Array(end) = self.nodes[array] else { return None };
        let within = move |at: &Place| *at < end as usize;
        let first = Some(array + 1).filter(within);
        Some(std::iter::successors(first, move |at| Some(self.after(*at)).filter(within)))
    }

    /// Whether a value counts as true: not null, false, zero or empty.
    pub fn is_truthy(&self, place: Place) -> bool {
        match self.nodes[place] {
            Node::Null | Node::Key(_) => false,
            Node::Bool(truth) | Node::Number(truth, _) => truth,
            Node::Text(text) => text.start < text.end,
            Node::Array(end) | Node::Object(end) => end as usize > place + 1,
        }
    }

    /// A value as it is written: nothing for null; `None` for arrays and objects.
    pub fn written(&self, place: Place) -> Option<&str> {
        match self.nodes[place] {
            Node::Null => Some(""),
            Node::Bool(true) => Some("true"),
            Node::Bool(false) => Some("false"),
            Node::Number(_, text) | Node::Text(text) => Some(self.slice(text)),
            Node::Array(_) | Node::Object(_) | Node::Key(_) => None,
        }
    }

    fn slice(&self, text: Text) -> &str {
        &self.text[text.start as usize..text.end as usize]
    }

    /// The place after a value.
    fn after(&self, place: Place) -> Place {
        match self.nodes[place] {
            Node::Array(end) | Node::Object(end) => end as usize,
            _ => place + 1,
        }
    }

    fn push_text(&mut self, text: &str) -> Text {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Text { start, end: self.text.len() as u32 }
    }

    fn push_number(&mut self, number: &serde_json::Number) {
        let is_some = number.as_f64().is_some_and(f64::is_normal);
        let text = self.push_text(&number.to_string());
        self.nodes.push(Node::Number(is_some, text));
    }

    /// The name of a field stands at one address for as long as the program runs.
    fn push_key(&mut self, name: &'static str) {
        let (address, length) = (name.as_ptr() as usize, name.len());
        let place = (address ^ (address >> 10) ^ length) % REMEMBERED;
        let number = match self.remembered.get(place) {
            Some((known, of_length, number)) if (*known, *of_length) == (address, length) => *number,
            _ => {
                let number = self.keys.find(name);
                if let Some(remembered) = self.remembered.get_mut(place) {
                    *remembered = (address, length, number);
                }
                number
            }
        };
        self.nodes.push(Node::Key(number));
    }

    fn open(&mut self, node: Node) -> Place {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn close(&mut self, place: Place) {
        let here = self.nodes.len() as u32;
        if let Node::Array(end) | Node::Object(end) = &mut self.nodes[place] {
            *end = here;
        }
    }
}

/// An array or object that is being written; of a variant, the object around it too.
pub struct Open<'t> {
    tape: &'t mut Tape,
    place: Place,
    around: Option<Place>,
}

impl<'t> Open<'t> {
    /// What a variant holds, as the one field of an object that is called like it.
    fn of_variant(tape: &'t mut Tape, variant: &'static str, inner: Node) -> Self {
        let around = tape.open(Node::Object(0));
        tape.push_key(variant);
        let place = tape.open(inner);
        Self { tape, place, around: Some(around) }
    }

    fn finish(self) -> Result<(), NoTape> {
        self.tape.close(self.place);
        if let Some(around) = self.around {
            self.tape.close(around);
        }
        Ok(())
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), NoTape> {
        value.serialize(&mut *self.tape)
    }
}

macro_rules! whole_numbers {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<(), NoTape> {
            self.push_number(&value.into());
            Ok(())
        })*
    };
}

impl<'t> ser::Serializer for &'t mut Tape {
    type Ok = ();
    type Error = NoTape;
    type SerializeSeq = Open<'t>;
    type SerializeTuple = Open<'t>;
    type SerializeTupleStruct = Open<'t>;
    type SerializeTupleVariant = Open<'t>;
    type SerializeMap = Open<'t>;
    type SerializeStruct = Open<'t>;
    type SerializeStructVariant = Open<'t>;

    whole_numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_f32(self, value: f32) -> Result<(), NoTape> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), NoTape> {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.push_number(&number),
            None => self.nodes.push(Node::Null),
        }
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), NoTape> {
        self.nodes.push(Node::Bool(value));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), NoTape> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NoTape> {
        let text = self.push_text(value);
        self.nodes.push(Node::Text(text));
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), NoTape> {
        Err(NoTape("bytes have no text".to_owned()))
    }

    fn serialize_none(self) -> Result<(), NoTape> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NoTape> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NoTape> {
        self.nodes.push(Node::Null);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NoTape> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NoTape> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NoTape> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NoTape> {
        let place = self.open(Node::Object(0));
        self.push_key(variant);
        value.serialize(&mut *self)?;
        self.close(place);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'t>, NoTape> {
        let place = self.open(Node::Array(0));
        Ok(Open { tape: self, place, around: None })
    }

    fn serialize_tuple(self, length: usize) -> Result<Open<'t>, NoTape> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Open<'t>, NoTape> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'t>, NoTape> {
        Ok(Open::of_variant(self, variant, Node::Array(0)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'t>, NoTape> {
        let place = self.open(Node::Object(0));
        Ok(Open { tape: self, place, around: None })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Open<'t>, NoTape> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'t>, NoTape> {
        Ok(Open::of_variant(self, variant, Node::Object(0)))
    }
}

macro_rules! array_of_values {
    ($($kind:ident: $method:ident),*) => {
        $(impl ser::$kind for Open<'_> {
            type Ok = ();
            type Error = NoTape;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoTape> {
                self.value(value)
            }

            fn end(self) -> Result<(), NoTape> {
                self.finish()
            }
        })*
    };
}

macro_rules! object_of_fields {
    ($($kind:ident),*) => {
        $(impl ser::$kind for Open<'_> {
            type Ok = ();
            type Error = NoTape;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NoTape> {
                self.tape.push_key(key);
                self.value(value)
            }

            fn end(self) -> Result<(), NoTape> {
                self.finish()
            }
        })*
    };
}

array_of_values!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);
object_of_fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = NoTape;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoTape> {
        self.value(key)?;
        match self.tape.nodes.pop() {
            Some(Node::Text(text) | Node::Number(_, text)) => {
                let number = self.tape.keys.find(self.tape.slice(text));
                self.tape.nodes.push(Node::Key(number));
                Ok(())
            }
            _ => Err(NoTape("a key is no text".to_owned())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoTape> {
        self.value(value)
    }

    fn end(self) -> Result<(), NoTape> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Keys, Tape};

    #[test]
    fn values_are_found_again() {
        let value = serde_json::json!({"a": {"x": 0, "b": [1, "", "x", null, 2.5, []]}, "c": true});
        let mut keys = Keys::default();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| keys.number(name));
        let mut tape = Tape::new(Arc::new(keys));
        for _ in 0..2 {
            tape.hold(&value).unwrap();
            let list = tape.field(tape.field(0, a).unwrap(), b).unwrap();
            let items: Vec<_> = tape.values(list).unwrap().collect();
            let written: Vec<Option<&str>> = items.iter().map(|item| tape.written(*item)).collect();
            assert_eq!(written, [Some("1"), Some(""), Some("x"), Some(""), Some("2.5"), None]);
            let truths: Vec<bool> = items.iter().map(|item| tape.is_truthy(*item)).collect();
            assert_eq!(truths, [true, false, true, false, true, false]);
            assert!(tape.is_truthy(tape.field(0, c).unwrap()));
            assert!(tape.field(0, d).is_none() && tape.values(0).is_none() && tape.field(list, a).is_none());
        }
    }
}
