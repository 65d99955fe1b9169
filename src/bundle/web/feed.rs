//! The feed of changes: the plans by the day of their latest change, newest first, as Atom (RFC 4287).

use crate::bundle::context::Context;
use crate::bundle::drawing::escape;
use crate::bundle::links::{self, relative};
use crate::bundle::wording::iso_day;

/// Changes that the feed tells.
const MOST_ENTRIES: usize = 50;

/// When a plan last changed: `2025-09-01`; none where there is no history.
pub fn day_of(context: &Context<'_>, plan: usize) -> Option<String> {
    context.history(plan).first().and_then(|change| iso_day(change.time_s))
}

/// `feed.xml`; none without a base address, or where nothing says when anything changed.
pub fn feed(context: &Context<'_>) -> Option<String> {
    let base = context.input.base_url.as_deref()?;
    let catalog = context.input.catalog;
    let mut plans: Vec<(i64, usize)> =
        (0..catalog.plans.len()).filter_map(|plan| Some((context.history(plan).first()?.time_s, plan))).collect();
    plans.sort_by_key(|(time_s, plan)| (std::cmp::Reverse(*time_s), *plan));
    let latest = plans.first().map(|(time_s, _)| *time_s).or(context.input.world.provenance().time_s)?;
    let title = escape(&context.site_title());
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         <id>{base}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n<author><name>{title}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{feed}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base}\"/>\n\
         <generator version=\"{version}\">groundup</generator>\n",
        base = escape(base),
        updated = moment(latest)?,
        feed = links::FEED,
        version = env!("CARGO_PKG_VERSION"),
    );
    for (time_s, plan) in plans.into_iter().take(MOST_ENTRIES) {
        text.push_str(&entry(context, base, plan, time_s)?);
    }
    text.push_str("</feed>\n");
    Some(text)
}

fn entry(context: &Context<'_>, base: &str, index: usize, time_s: i64) -> Option<String> {
    let plan = &context.input.catalog.plans[index];
    let id = plan.id.value.as_str();
    let address = escape(&format!("{base}{}", relative("", &links::plan_page(id))));
    let version = plan.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let title = escape(&format!("{}{version}", plan.title.as_deref().unwrap_or(id)));
    let mut text = format!(
        "<entry>\n<id>{address}</id>\n<title>{title}</title>\n<updated>{}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n",
        moment(time_s)?
    );
    for author in &plan.authors {
        text.push_str(&format!("<author><name>{}</name>", escape(&author.name)));
        if let Some(url) = author.url.as_deref().and_then(links::web).filter(|url| url.starts_with("http")) {
            text.push_str(&format!("<uri>{}</uri>", escape(&url)));
        }
        text.push_str("</author>\n");
    }
    for keyword in &plan.keywords {
        text.push_str(&format!("<category term=\"{}\"/>\n", escape(keyword)));
    }
    let change = context.history(index).first().map(|change| change.summary.as_str()).filter(|text| !text.is_empty());
    let change = change.map(|text| format!("Latest change: {text}"));
    let words: Vec<&str> = plan.summary.as_deref().map(str::trim).into_iter().chain(change.as_deref()).collect();
    text.push_str(&format!("<summary>{}</summary>\n</entry>\n", escape(&words.join(" "))));
    Some(text)
}

/// A moment as RFC 3339 has it, in UTC.
fn moment(time_s: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(time_s).ok()?;
    Some(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
