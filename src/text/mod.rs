//! Files and places in them: bytes become a [`Source`], a [`Span`] becomes a line and a column.

mod csv;
mod line_index;
mod shared;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use csv::{csv_cell, csv_number};
pub use line_index::{LineIndex, Position};
pub use shared::shared;

/// A path inside a repository: relative, UTF-8, with `/` between its parts and no `.` or `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// A path from text that is already in the repository's form (see [`RepoPath::join`] for an author's text).
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether this is `place`, or lies in the folder `place`.
    pub fn is_in(&self, place: &str) -> bool {
        let rest = self.0.strip_prefix(place.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// What `relative`, written in a file of `folder`, points at; `None` if that is outside the repository
    /// (an absolute path, a drive letter, or too many `..`).
    pub fn join(folder: &str, relative: &str) -> Option<Self> {
        let relative = relative.replace('\\', "/");
        let has_drive = relative.as_bytes().get(1) == Some(&b':');
        if relative.starts_with('/') || has_drive {
            return None;
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                _ => parts.push(part),
            }
        }
        Some(Self(parts.join("/").into()))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which [`Source`] of a [`Sources`] a span is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The empty span at the start of a file: for what concerns the file as a whole.
    pub fn file_start(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The part of this span from `start` to `end`, both counted from its own start, never past its end.
    pub fn slice(self, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| self.end.min(self.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)));
        Self { file: self.file, start: clamp(start), end: clamp(end) }
    }
}

/// A value and the place where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One text file of the repository.
#[derive(Debug)]
pub struct Source {
    /// Where it is, from the repository's root.
    pub path: RepoPath,
    /// What it holds; invalid UTF-8 is replaced, and reported when the file is parsed.
    pub text: String,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source with its line index yet to be made.
    pub fn new(path: RepoPath, text: String) -> Self {
        Self { path, text, lines: OnceLock::new() }
    }

    /// The line index, made when first asked for.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column (1-based, columns in characters) of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// All files that were read, by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    document_files: usize,
}

impl Sources {
    /// Takes the files of documents in the order of their ids.
    pub fn new(files: Vec<Source>) -> Self {
        Self { document_files: files.len(), files }
    }

    /// Adds a file; `holds_documents` says of what sort.
    pub fn push(&mut self, source: Source, holds_documents: bool) -> FileId {
        self.files.push(source);
        self.document_files += usize::from(holds_documents);
        FileId(self.files.len() as u32 - 1)
    }

    /// Puts a file's later state in place of an earlier one.
    pub fn replace(&mut self, file: FileId, source: Source) {
        self.files[file.0 as usize] = source;
    }

    /// Forgets what a file holds, for those who need it no more; where it lies stays known.
    pub fn forget_text(&mut self, file: FileId) {
        let source = &mut self.files[file.0 as usize];
        *source = Source::new(source.path.clone(), String::new());
    }

    /// Empties a file that is gone: its id stays its own.
    pub fn remove(&mut self, file: FileId, held_documents: bool) {
        self.files[file.0 as usize] = Source::new(RepoPath::new(""), String::new());
        self.document_files -= usize::from(held_documents);
    }

    /// How many of the files hold documents.
    pub fn document_file_count(&self) -> usize {
        self.document_files
    }

    /// The source of an id that came from this set.
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// All sources with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, source)| (FileId(index as u32), source))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::RepoPath;

    #[test]
    fn join_stays_inside() {
        let join = |folder, relative| RepoPath::join(folder, relative).map(|path| path.to_string());
        assert_eq!(join("plans/a", "cad/x.step").as_deref(), Some("plans/a/cad/x.step"));
        assert_eq!(join("plans/a", "./../b/x").as_deref(), Some("plans/b/x"));
        assert_eq!(join("plans/a", "../../../x"), None);
        assert_eq!(join("plans/a", "/etc/passwd"), None);
        assert_eq!(join("plans/a", "C:\\x"), None);
    }
}
