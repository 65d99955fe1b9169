//! The page of data files: everything that the site shows, as JSON for other programs; the files about a plan in one row.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::kind::Kind;
use crate::bundle::links::{DATA, relative};
use crate::bundle::names::Names;
use crate::bundle::overview::Overview;
use crate::bundle::part::lists::{FEW, Lists, lists};
use crate::bundle::view::{Link, Page};
use crate::bundle::{DataFile, data_path};

/// `data.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Data {
    pub page: Page,
    /// About no one plan.
    pub files: Vec<DataLine>,
    /// By plan.
    pub plans: Vec<PlanData>,
    /// Where all plans are, if they are too many for this page.
    pub lists: Option<Lists>,
}

/// The files about one plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanData {
    pub plan: Link,
    /// What it is made of.
    pub resolution: Option<DataLine>,
    /// What each facility can do about it.
    pub places: Vec<DataLine>,
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
    let names = context.names(DATA);
    let mut of_plans: BTreeMap<&str, &DataFile> =
        overview.data().into_iter().map(|file| (file.path.as_str(), file)).collect();
    let lists = lists(context, Kind::Plan, names);
    let all = context.by_name(Kind::Plan);
    let told = if lists.is_some() { FEW } else { all.len() };
    let mut plans: Vec<PlanData> = Vec::new();
    for (index, plan) in all.iter().enumerate() {
        let data = plan_data(context, *plan, &mut of_plans, names);
        if index < told && (data.resolution.is_some() || !data.places.is_empty()) {
            plans.push(data);
        }
    }
    let line = |file: &DataFile| DataLine {
        name: Link {
            text: file.path.rsplit('/').next().unwrap_or(&file.path).to_owned(),
            href: relative(DATA, &file.path),
        },
        title: file.title.clone(),
        size: size(file),
    };
    Data {
        page: context.page("data", "Data", Some("Every figure of these pages as JSON."), DATA),
        files: context.input.data.iter().chain(of_plans.into_values()).map(line).collect(),
        plans,
        lists,
    }
}

/// Takes the files about a plan out of `files`.
fn plan_data(context: &Context<'_>, plan: usize, files: &mut BTreeMap<&str, &DataFile>, names: Names<'_>) -> PlanData {
    let catalog = context.input.catalog;
    let id = catalog.plans[plan].id.value.as_str();
    let mut take = |path: String, text: &str| {
        let file = files.remove(path.as_str())?;
        let name = Link { text: text.to_owned(), href: names.href(&path) };
        Some(DataLine { name, title: file.title.clone(), size: size(file) })
    };
    let resolution = take(data_path(id, None, "resolution"), "Resolution");
    let place = |facility: usize| {
        let own = catalog.facilities[facility].id.value.as_str();
        take(data_path(id, Some(own), "local"), &names.facility(facility).text)
    };
    PlanData { plan: names.plan(plan), resolution, places: (0..catalog.facilities.len()).filter_map(place).collect() }
}

fn size(file: &DataFile) -> String {
    file.size.map(crate::bundle::part::file_list::size).unwrap_or_default()
}
