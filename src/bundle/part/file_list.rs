//! A plan's files as a list, its drawings as a gallery, its licences by name.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::license_words::{Scope, Terms, terms};
use crate::bundle::names::Names;
use crate::bundle::view::{Image, LicenseLine, Link, Name};
use crate::model::{self, BomEntry, License, Role};
use crate::quantity::format_amount;
use crate::text::{RepoPath, Spanned};

/// A file of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct FileLine {
    pub name: Link,
    /// Source, export, drawing, image or firmware.
    pub role: String,
    /// `STEP`, `DXF`, …
    pub kind: String,
    pub size: String,
    pub license: Option<String>,
    /// In hexadecimal digits.
    pub sha256: String,
}

/// The files that a plan lists.
pub fn file_lines(context: &Context<'_>, plan: usize, names: Names<'_>) -> Vec<FileLine> {
    let license = &context.input.catalog.plans[plan].license;
    let line = |file: &crate::bundle::files::ListedFile| FileLine {
        name: Link { text: file.name.clone(), href: names.href(&file.path) },
        role: file.role.map_or("", Role::as_str).to_owned(),
        kind: kind_of(&file.name),
        size: size(file.size_bytes),
        license: license_of(license, file.role, &file.name).map(|license| license.value.clone()),
        sha256: file.sha256.clone(),
    };
    context.files(plan).listed.iter().map(line).collect()
}

/// The drawings and pictures of a plan, those of parts by the part's name.
pub fn drawings(context: &Context<'_>, plan_index: usize, names: Names<'_>) -> Vec<Image> {
    let (plan, files) = (&context.input.catalog.plans[plan_index], context.files(plan_index));
    let can_be_shown =
        |name: &str| matches!(kind_of(name).as_str(), "SVG" | "PNG" | "JPG" | "JPEG" | "WEBP" | "GIF" | "AVIF");
    let shown = files
        .listed
        .iter()
        .filter(|file| matches!(file.role, Some(Role::Drawing | Role::Image)) && can_be_shown(&file.name));
    let shown = shown.filter(|file| plan.image.as_ref().is_none_or(|image| image.value != file.name));
    let image = |file: &crate::bundle::files::ListedFile| {
        let title = part_of(plan, &files.folder, &files.paths, &file.path).unwrap_or_else(|| stem(&file.name));
        Image { href: names.href(&file.path), alt: format!("Drawing: {title}"), caption: Some(title) }
    };
    shown.map(image).collect()
}

/// The title of the part that a drawing is of.
fn part_of(
    plan: &model::Plan,
    folder: &str,
    paths: &std::collections::BTreeMap<RepoPath, String>,
    to: &str,
) -> Option<String> {
    plan.bom.iter().find_map(|line| match &line.entry {
        BomEntry::Part(part) => {
            let path = RepoPath::join(folder, &part.drawing.as_ref()?.value)?;
            let is_this = paths.get(&path).is_some_and(|own| own == to);
            is_this.then(|| part.title.clone().unwrap_or_else(|| part.name.value.to_string()))
        }
        BomEntry::Item { .. } => None,
    })
}

/// Licences and what they cover.
pub fn licenses(license: &License) -> Vec<LicenseLine> {
    let line = |scope: Scope, expression: &Spanned<String>| {
        let Terms { name, may, asks } = terms(scope, &expression.value);
        LicenseLine {
            scope: scope.title().to_owned(),
            license: Name { text: expression.value.clone(), href: license_page(&expression.value) },
            note: name,
            may,
            asks,
        }
    };
    let all = [
        (Scope::Hardware, &license.hardware),
        (Scope::Documentation, &license.documentation),
        (Scope::Software, &license.software),
    ];
    all.into_iter().filter_map(|(scope, expression)| Some(line(scope, expression.as_ref()?))).collect()
}

/// The text of a licence that is a single SPDX id.
fn license_page(expression: &str) -> Option<String> {
    let is_single = expression.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    is_single.then(|| format!("https://spdx.org/licenses/{expression}.html"))
}

/// The licence of a file: code is software, whatever it draws.
fn license_of<'l>(license: &'l License, role: Option<Role>, name: &str) -> Option<&'l Spanned<String>> {
    const CODE: [&str; 11] = ["PY", "C", "CPP", "H", "INO", "JS", "RS", "SH", "LUA", "GO", "M"];
    match role {
        Some(Role::Firmware) => license.software.as_ref(),
        _ if CODE.contains(&kind_of(name).as_str()) => license.software.as_ref().or(license.hardware.as_ref()),
        Some(Role::Image) => license.documentation.as_ref(),
        _ => license.hardware.as_ref(),
    }
}

fn kind_of(name: &str) -> String {
    name.rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map_or_else(String::new, |(_, extension)| extension.to_uppercase())
}

fn stem(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

/// A size in bytes, for people.
pub fn size(bytes: usize) -> String {
    match bytes as f64 {
        bytes if bytes < 1e3 => format!("{bytes} B"),
        bytes if bytes < 1e6 => format!("{} kB", format_amount((bytes / 1e2).round() / 10.0)),
        bytes => format!("{} MB", format_amount((bytes / 1e5).round() / 10.0)),
    }
}
