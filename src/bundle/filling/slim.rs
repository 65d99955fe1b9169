//! What pages load, without what only those need who read it as written: comments, and blanks that mean nothing.

use std::sync::Arc;

/// A stylesheet; what stands in quotes stays.
pub fn slim_style(text: &str) -> Arc<[u8]> {
    let lines = slim(text);
    let mut kept = String::with_capacity(lines.len());
    // Between quotes every second piece stands in them.
    for (number, piece) in lines.split('"').enumerate() {
        if number > 0 {
            kept.push('"');
        }
        if number % 2 == 1 {
            kept.push_str(piece);
            continue;
        }
        let piece =
            piece.replace(": ", ":").replace("; ", ";").replace(", ", ",").replace(" {", "{").replace("{ ", "{");
        let piece =
            piece.replace(" > ", ">").replace(",\n", ",").replace("{\n", "{").replace(";\n", ";").replace("}\n", "}");
        kept.push_str(&piece.replace(" }", "}").replace(";}", "}"));
    }
    Arc::from(kept.into_bytes())
}

/// A script; texts and patterns stay as they are, and so do the ends of lines that may end a statement. No text of it goes over
/// more than one line.
pub fn slim_script(text: &str) -> Arc<[u8]> {
    let mut kept = String::with_capacity(text.len());
    // How many braces are open in each `${…}` that we are in.
    let mut holes: Vec<usize> = Vec::new();
    let lines = slim(text);
    let mut rest = lines.as_str();
    while let Some(sign) = rest.chars().next() {
        let mut length = sign.len_utf8();
        match sign {
            '\'' | '"' => length = text_end(rest, sign),
            '`' => length = template_end(rest, &mut holes),
            '/' if begins_pattern(&kept) => length = pattern_end(rest),
            '{' => holes.last_mut().into_iter().for_each(|open| *open += 1),
            '}' if holes.last() == Some(&0) => {
                holes.pop();
                // The template goes on where its hole closes.
                length = template_end(rest, &mut holes);
            }
            '}' => holes.last_mut().into_iter().for_each(|open| *open -= 1),
            ' ' | '\n' => {
                let next = rest[1..].chars().next();
                if is_needed(sign, kept.chars().next_back(), next) {
                    kept.push(sign);
                }
                rest = &rest[1..];
                continue;
            }
            _ => {}
        }
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Arc::from(kept.into_bytes())
}

/// A text without its indentation, empty lines, and lines of comment.
fn slim(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !(in_comment || line.is_empty() || line.starts_with("//")) {
            kept.push_str(line);
            kept.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    kept
}

/// Whether a blank or the end of a line between two signs means something.
fn is_needed(blank: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    if blank == '\n' {
        return !matches!(before, '{' | '(' | '[' | ',' | '\n') && !matches!(after, '}' | ')' | ']');
    }
    let is_of_word = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '$');
    let may_join = |sign: char| matches!(sign, '+' | '-' | '/');
    (is_of_word(before) && is_of_word(after)) || (may_join(before) && may_join(after))
}

/// Where a text in quotes ends, in bytes.
fn text_end(rest: &str, quote: char) -> usize {
    unescaped(rest, |sign| sign == quote)
}

/// Where a pattern ends; a slash in a class is one of its signs.
fn pattern_end(rest: &str) -> usize {
    let mut in_class = false;
    unescaped(rest, |sign| {
        in_class = (in_class || sign == '[') && sign != ']';
        sign == '/' && !in_class
    })
}

/// Where a template ends, or its next hole begins, which is then noted.
fn template_end(rest: &str, holes: &mut Vec<usize>) -> usize {
    let mut before = ' ';
    let mut is_hole = false;
    let end = unescaped(rest, |sign| {
        is_hole = before == '$' && sign == '{';
        before = sign;
        is_hole || sign == '`'
    });
    holes.extend(is_hole.then_some(0));
    end
}

/// The bytes up to and with the first sign after the opening one at which something ends, unless a backslash stands before it.
fn unescaped(rest: &str, mut is_end: impl FnMut(char) -> bool) -> usize {
    let mut is_escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        if !is_escaped && is_end(sign) {
            return at + sign.len_utf8();
        }
        is_escaped = sign == '\\' && !is_escaped;
    }
    rest.len()
}

/// Whether a slash after this begins a pattern, and is no division.
fn begins_pattern(kept: &str) -> bool {
    let before = kept.trim_end_matches(' ').chars().next_back();
    before.is_none_or(|sign| "(,=:?[!&|{};>\n".contains(sign))
}

#[cfg(test)]
mod tests {
    use super::{slim_script, slim_style};

    #[test]
    fn a_style_is_slimmed_outside_of_quotes() {
        let style = slim_style(
            "/* a */\n.a, .b > .c {\n  margin: 0 auto; content: \"; , { }\";\n}\n@media (min-width: 4rem) { .a { b: c; } }\n",
        );
        let kept = ".a,.b>.c{margin:0 auto;content:\"; , { }\"}@media (min-width:4rem){.a{b:c}}";
        assert_eq!(std::str::from_utf8(&style).unwrap(), kept);
    }

    #[test]
    fn a_script_is_slimmed_outside_of_texts_and_patterns() {
        let script = slim_script(
            "// a\nconst a = { b: 'c  d', e: `f ${ g( { h: `i  ${ j } k` } ) }  l` }\nlet m = n / 2 / o - -p + +q\nr(/[/ ]  \\/ s/u, '\\' t')\n  return typeof u\n{\n  v()\n}\n",
        );
        let kept = "const a={b:'c  d',e:`f ${g({h:`i  ${j} k`})}  l`}\nlet m=n/2/o- -p+ +q\nr(/[/ ]  \\/ s/u,'\\' t')\nreturn typeof u\n{v()}";
        assert_eq!(std::str::from_utf8(&script).unwrap(), kept);
    }
}
