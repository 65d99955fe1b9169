//! On what terms the plan may be used: lines for the cover, and `LICENSES.txt`.

use super::job::Job;
use crate::bundle::view::{LicenseLine, Name};
use crate::model::{License, Plan};

/// The scopes of a plan's licence, or of its repository's where it has none of its own: (scope, SPDX expression).
fn scopes<'a>(job: &Job<'a>, plan: &'a Plan) -> Vec<(&'static str, &'a str)> {
    let of = |license: &'a License| {
        let scopes = [
            ("Hardware", &license.hardware),
            ("Documentation", &license.documentation),
            ("Software", &license.software),
        ];
        scopes
            .into_iter()
            .filter_map(|(scope, expression)| Some((scope, expression.as_ref()?.value.as_str())))
            .collect::<Vec<_>>()
    };
    let own = of(&plan.license);
    if own.is_empty() {
        job.catalog().repository.as_ref().map_or_else(Vec::new, |repository| of(&repository.license))
    } else {
        own
    }
}

/// The page of an SPDX expression that is one known licence.
fn page_of(expression: &str) -> Option<String> {
    spdx::license_id(expression).map(|license| format!("https://spdx.org/licenses/{}.html", license.name))
}

/// The terms, for the cover.
pub fn license_lines(job: &Job<'_>) -> Vec<LicenseLine> {
    let mut lines: Vec<LicenseLine> = Vec::new();
    for (scope, expression) in scopes(job, job.plan()) {
        if let Some(line) = lines.iter_mut().find(|line| line.license.text == expression) {
            line.scope = format!("{}, {}", line.scope, scope.to_lowercase());
            continue;
        }
        lines.push(LicenseLine {
            scope: scope.to_owned(),
            license: Name { text: expression.to_owned(), href: page_of(expression) },
            note: spdx::license_id(expression).map(|license| license.full_name.to_owned()),
            may: None,
            asks: None,
        });
    }
    lines
}

/// `LICENSES.txt`: every plan of the packet, who made it, and its terms.
pub fn licenses_text(job: &Job<'_>) -> String {
    let mut text = String::from("Licences of what is in this packet\n==================================\n");
    for index in &job.plans {
        let plan = &job.catalog().plans[*index];
        let id = plan.id.value.as_str();
        text.push_str(&format!(
            "\n{} ({id}{})\n",
            plan.title.as_deref().unwrap_or(id),
            plan.version.as_ref().map_or_else(String::new, |version| format!(", version {version}"))
        ));
        for author in &plan.authors {
            text.push_str(&format!(
                "  by {}{}\n",
                author.name,
                author.url.as_ref().map_or_else(String::new, |url| format!(", {url}"))
            ));
        }
        for (scope, expression) in scopes(job, plan) {
            let name =
                spdx::license_id(expression).map_or_else(String::new, |license| format!(" ({})", license.full_name));
            text.push_str(&format!("  {scope}: {expression}{name}\n"));
            if let Some(page) = page_of(expression) {
                text.push_str(&format!("    {page}\n"));
            }
        }
        let folder = job.folder(*index);
        if let Some(url) = job.catalog().repository.as_ref().and_then(|repository| repository.url.as_ref()) {
            text.push_str(&format!("  Source: {url}, folder {folder}\n"));
        }
    }
    if let Some(commit) = &job.request.world.provenance().commit {
        let dirty = if job.request.world.provenance().dirty { ", with changes that are in no commit" } else { "" };
        text.push_str(&format!("\nTaken from commit {commit}{dirty}.\n"));
    }
    text.push_str("\nThe identifiers are those of SPDX: https://spdx.org/licenses/\n");
    text
}
