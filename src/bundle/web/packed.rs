//! Many short texts and numbers, packed small for a script that unpacks them (`unpack` in `templates/site.js`). Texts are cut into
//! pieces, words and what stands between them, and each different piece is written once; a record is then a row of small numbers,
//! and a number is one sign to five, the often used ones one. The signs are such as may stand as they are in a quoted text,
//! wherever on a page that is.

use std::collections::HashMap;

use serde_json::Value;

/// Signs that are digits: those of ASCII from `!` to `}`, but for the quote, `<` and the backslash.
const DIGITS: u32 = 90;

/// How numbers are written: from which number on, from which first digit on, and with how many digits after that.
const LENGTHS: [(u32, u32, u32); 4] =
    [(0, 0, 0), (58, 58, 1), (58 + 24 * DIGITS, 82, 2), (58 + 24 * DIGITS + 7 * DIGITS * DIGITS, 89, 4)];

/// The end of a field and of a record among tokens, and how they are written. A token is else twice its number, and one more if it
/// stands for a number and not for a piece: there are millions of them.
const FIELD_END: u32 = u32::MAX;
const RECORD_END: u32 = u32::MAX - 1;
const LARGEST: u32 = (u32::MAX >> 1) - 1;

/// Records whose pieces are still numbered in the order in which they came.
#[derive(Default)]
pub struct Packing {
    numbers: HashMap<Box<str>, u32, foldhash::fast::RandomState>,
    /// By piece: how often it is used.
    uses: Vec<u32>,
    tokens: Vec<u32>,
    /// What is looked up.
    gap: String,
}

impl Packing {
    /// Adds a text to the field: it is unpacked with single blanks for its white space, and none around it.
    pub fn text(&mut self, text: &str) {
        self.gap.clear();
        for (number, run) in text.split_ascii_whitespace().enumerate() {
            self.gap.push_str(if number > 0 { " " } else { "" });
            let mut rest = run;
            while !rest.is_empty() {
                let end = rest.find(|sign| !is_of_word(sign)).unwrap_or(rest.len());
                if end > 0 {
                    self.end_gap();
                    self.piece(&rest[..end]);
                }
                rest = &rest[end..];
                let end = rest.find(is_of_word).unwrap_or(rest.len());
                self.gap.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        self.end_gap();
    }

    /// Adds a number to the field.
    pub fn number(&mut self, number: usize) {
        self.tokens.push((u32::try_from(number).map_or(LARGEST, |number| number.min(LARGEST)) << 1) + 1);
    }

    /// Ends the field.
    pub fn end_field(&mut self) {
        self.tokens.push(FIELD_END);
    }

    /// Ends the record; fields at its end that are empty are left out.
    pub fn end_record(&mut self) {
        while self.tokens.last() == Some(&FIELD_END) {
            self.tokens.pop();
        }
        self.tokens.push(RECORD_END);
    }

    /// Adds what stood between two words, if it is more than the blank that goes without saying.
    fn end_gap(&mut self) {
        if !matches!(self.gap.as_str(), "" | " ") {
            self.gap.insert(0, '\t');
            let gap = std::mem::take(&mut self.gap);
            self.piece(&gap);
            self.gap = gap;
        }
        self.gap.clear();
    }

    fn piece(&mut self, piece: &str) {
        let number = match self.numbers.get(piece) {
            Some(number) => *number,
            None => {
                let next = self.uses.len() as u32;
                self.numbers.insert(piece.into(), next);
                self.uses.push(0);
                next
            }
        };
        self.uses[number as usize] += 1;
        self.tokens.push(number << 1);
    }

    /// A script that calls a function with an object: the members of `head`, `pieces` (the most used first, each on a line of its
    /// own; what stands between words begins with a tabulator) and `records`.
    pub fn script(self, function: &str, head: &Value) -> Vec<u8> {
        let mut order: Vec<(&str, u32)> = self.numbers.iter().map(|(piece, number)| (&**piece, *number)).collect();
        order.sort_unstable_by_key(|(piece, number)| (std::cmp::Reverse(self.uses[*number as usize]), *piece));
        let mut ranks = vec![0; order.len()];
        for (rank, (_, number)) in (0..).zip(&order) {
            ranks[*number as usize] = rank;
        }
        let all: Vec<&str> = order.into_iter().map(|(piece, _)| piece).collect();
        let mut script = format!("{function}({{").into_bytes();
        let members = head.as_object().into_iter().flatten();
        let pieces = ("pieces", Value::from(all.join("\n")));
        for (name, value) in members.map(|(name, value)| (name.as_str(), value.clone())).chain([pieces]) {
            // No text can end the script that it stands in, wherever that is.
            script.extend(format!("\"{name}\":{value},").replace('<', "\\u003c").into_bytes());
        }
        script.extend_from_slice(b"\"records\":\"");
        script.reserve(self.tokens.len() * 5 / 4);
        for token in self.tokens {
            match token {
                FIELD_END => script.push(b' '),
                RECORD_END => script.push(b'~'),
                number if number % 2 == 1 => write_number(&mut script, number / 2),
                piece => write_number(&mut script, ranks[piece as usize / 2]),
            }
        }
        script.extend_from_slice(b"\"});\n");
        script
    }
}

/// Whether a sign may stand in a word: every sign that the search takes for one, and the accents that it passes over.
fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
        || (!sign.is_ascii() && (sign.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&sign)))
}

fn write_number(out: &mut Vec<u8>, number: u32) {
    let (least, first, more) = LENGTHS.into_iter().rev().find(|(least, ..)| number >= *least).unwrap_or_default();
    let value = number - least;
    out.push(sign(first + value / DIGITS.pow(more)));
    for place in (0..more).rev() {
        out.push(sign(value / DIGITS.pow(place) % DIGITS));
    }
}

/// The sign of a digit.
fn sign(digit: u32) -> u8 {
    let passed_over = [b'"', b'<', b'\\'];
    let sign = b'!' + digit.min(DIGITS - 1) as u8;
    passed_over.iter().fold(sign, |sign, other| sign + u8::from(sign >= *other))
}

/// The name in addresses that a title usually has; the script makes the same of it.
pub fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|sign: char| !sign.is_ascii_lowercase() && !sign.is_ascii_digit());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, LENGTHS, Packing, sign, slug};

    /// The pieces and the records.
    fn parts(packing: Packing) -> (String, String) {
        let script = String::from_utf8(packing.script("f", &serde_json::json!({}))).unwrap();
        let rest = script.strip_prefix("f({\"pieces\":\"").unwrap().strip_suffix("\"});\n").unwrap();
        rest.split_once("\",\"records\":\"").map(|(pieces, records)| (pieces.to_owned(), records.to_owned())).unwrap()
    }

    /// What the script makes of a packed text.
    fn unpacked(packing: Packing) -> Vec<Vec<Vec<u32>>> {
        let (_, records) = parts(packing);
        let signs: Vec<u8> = (0..DIGITS).map(sign).collect();
        let digit = |byte: u8| signs.iter().position(|sign| *sign == byte).unwrap() as u32;
        let mut bytes = records.bytes();
        let mut found = vec![vec![Vec::new()]];
        while let Some(byte) = bytes.next() {
            match byte {
                b' ' => found.last_mut().unwrap().push(Vec::new()),
                b'~' => found.push(vec![Vec::new()]),
                _ => {
                    let first = digit(byte);
                    let (least, from, more) = LENGTHS.into_iter().rev().find(|(_, from, _)| first >= *from).unwrap();
                    let rest = (0..more).fold(first - from, |sum, _| sum * DIGITS + digit(bytes.next().unwrap()));
                    found.last_mut().unwrap().last_mut().unwrap().push(least + rest);
                }
            }
        }
        found.pop();
        found
    }

    #[test]
    fn numbers_of_all_lengths_come_back() {
        let numbers = [0, 1, 57, 58, 59, 147, 148, 2_217, 2_218, 2_219, 58_917, 58_918, 60_000, 65_000_000];
        let mut packing = Packing::default();
        numbers.iter().for_each(|number| packing.number(*number as usize));
        packing.end_field();
        packing.number(7);
        packing.end_field();
        packing.end_field();
        packing.end_record();
        assert_eq!(unpacked(packing), [[numbers.to_vec(), vec![7]]]);
    }

    #[test]
    fn texts_are_cut_into_pieces_that_are_written_once() {
        let mut packing = Packing::default();
        for text in ["Weld the  hinge", "(the) hinge-2, the <b>", "  cafe\u{301}s \u{201c}x\u{201d}\n"] {
            packing.text(text);
            packing.end_record();
        }
        let (pieces, records) = parts(packing);
        let expected = "the\\nhinge\\n\\t \\u003c\\n\\t \u{201c}\\n\\t(\\n\\t) \\n\\t, \\n\\t-\\n\\t>\\n\\t\u{201d}\\n2\\nWeld\\nb\\ncafe\u{301}s\\nx";
        assert_eq!(pieces, expected);
        assert!(!records.contains(['<', '"', '\\']), "{records}");
    }

    #[test]
    fn a_slug_is_of_plain_letters() {
        assert_eq!(slug("Step 1: Cut, then Weld!"), "step-1-cut-then-weld");
        assert_eq!(slug("Größe – 5 µm"), "gr-e-5-m");
        assert_eq!(slug("…"), "");
    }
}
