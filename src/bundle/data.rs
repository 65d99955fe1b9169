//! The page of data files: everything that the site shows, as JSON for other programs.

use serde::Serialize;

use super::context::Context;
use super::links::{DATA, relative};
use super::overview::Overview;
use super::view::{Link, Page};

/// `data.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Data {
    pub page: Page,
    pub files: Vec<DataLine>,
}

/// One file.
#[derive(Clone, Debug, Serialize)]
pub struct DataLine {
    pub name: Link,
    /// What it holds.
    pub title: String,
    pub size: String,
}

/// The page's context.
pub fn data_page(context: &Context<'_>, overview: &Overview) -> Data {
    let files = context.input.data.iter().chain(overview.data()).map(|file| DataLine {
        name: Link {
            text: file.path.rsplit('/').next().unwrap_or(&file.path).to_owned(),
            href: relative(DATA, &file.path),
        },
        title: file.title.clone(),
        size: file.size.map(super::file_list::size).unwrap_or_default(),
    });
    Data {
        page: context.page("data", "Data", Some("Every figure of these pages as JSON."), DATA),
        files: files.collect(),
    }
}
