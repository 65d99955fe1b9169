//! The drawings of the parts that are made here, each as large as a sheet of paper takes it: what lies beside the machine.

use serde::Serialize;

use super::cut_sheets::code;
use super::job::Job;
use super::pages::{PacketHead, head, page};
use super::traveller::{drawing, round_up};
use crate::bundle::links::file_name;
use crate::bundle::view::{Image, Page};
use crate::bundle::wording::count;

/// The page.
pub const PATH: &str = "drawings.html";

/// `packet/drawings.hbs`
#[derive(Debug, Serialize)]
pub struct Drawings {
    page: Page,
    head: PacketHead,
    sheets: Vec<DrawingSheet>,
}

#[derive(Debug, Serialize)]
struct DrawingSheet {
    anchor: String,
    title: String,
    code: String,
    pieces: String,
    image: Image,
}

/// One sheet a drawing that a browser can show, in the order of work.
pub fn drawings_page(job: &Job<'_>) -> Drawings {
    let sheets = job.work.iter().filter_map(|work| {
        let image = drawing(job, work)?;
        Some(DrawingSheet {
            anchor: file_name(job.graph().item(work.item).id.as_str()),
            title: job.title(work.item).to_owned(),
            code: code(job, work.item),
            pieces: count(round_up(job, work) as usize, "piece", "pieces"),
            image,
        })
    });
    Drawings { page: page(job, PATH, "Drawings"), head: head(job), sheets: sheets.collect() }
}
