//! `docs/tutorial.md`, followed word by word: each fenced block that names a file is written, each `console` block is run, in their
//! order, in an empty folder, and prints what it shows.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::commands::groundup;

const TUTORIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tutorial.md");

/// A fenced block: what stands after the fence, and its lines.
struct Block {
    info: String,
    first_line: usize,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if is_open => is_open = false,
            Some(info) => {
                is_open = true;
                blocks.push(Block { info: info.to_owned(), first_line: number + 2, lines: Vec::new() });
            }
            None if is_open => blocks.last_mut().expect("a block").lines.push(line.to_owned()),
            None => {}
        }
    }
    blocks
}

/// Whether lines are those shown, of which `…` stands for any number.
fn is_shown(shown: &[String], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line == "…" => (0..=printed.len()).any(|skipped| is_shown(rest, &printed[skipped..])),
        Some((line, rest)) => {
            printed.split_first().is_some_and(|(first, others)| line == first && is_shown(rest, others))
        }
    }
}

/// A text in which whatever took its time took 0.01 s.
fn untimed(text: &str) -> String {
    let time = regex_lite::Regex::new(r", \d+\.\d\d s").expect("a pattern");
    time.replace_all(text, ", 0.01 s").into_owned()
}

/// Runs the commands of a `console` block; each prints what stands below it.
fn run(folder: &Path, block: &Block) {
    let starts: Vec<usize> = (0..block.lines.len()).filter(|at| block.lines[*at].starts_with("$ ")).collect();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(block.lines.len());
        let command = &block.lines[*start];
        let mut words = command.split_whitespace().skip(1);
        assert_eq!(words.next(), Some("groundup"), "{command}");
        let words: Vec<&str> = words.collect();
        let output = groundup(&words).current_dir(folder).output().expect("it runs");
        let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)).concat();
        let text = untimed(&text);
        let printed: Vec<&str> = text.lines().collect();
        let shown = &block.lines[start + 1..end];
        assert!(
            is_shown(shown, &printed),
            "docs/tutorial.md:{}: `{command}` prints\n{text}\nand the tutorial shows\n{}",
            block.first_line + start,
            shown.join("\n")
        );
    }
}

#[test]
fn the_tutorial_does_what_it_says() {
    let temporary = TempDir::new().expect("a folder");
    let folder = temporary.path().join("our-machines");
    fs::create_dir(&folder).expect("a folder");
    let (mut files, mut consoles) = (0, 0);
    for block in blocks(&fs::read_to_string(TUTORIAL).expect("the tutorial")) {
        if block.info == "console" {
            run(&folder, &block);
            consoles += 1;
        } else if let Some((_, path)) = block.info.split_once(' ') {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, block.lines.join("\n") + "\n").expect("a file");
            files += 1;
        }
    }
    assert!(files >= 8 && consoles >= 8, "{files} files and {consoles} blocks of commands");
    assert!(folder.join("eight-brackets.zip").is_file() && folder.join("site/index.html").is_file());
}

#[test]
fn an_ellipsis_stands_for_any_lines() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(is_shown(&shown("a\n…\nc"), &["a", "b", "b", "c"]));
    assert!(is_shown(&shown("…\nc\n…"), &["c"]));
    assert!(!is_shown(&shown("a\n…\nc"), &["a", "b"]));
    assert!(!is_shown(&shown("a"), &["a", "b"]));
}
