//! The list of pages for search engines, and what robots may look at. Both need full addresses, so there is neither without a
//! base address.

use super::feed::day_of;
use crate::bundle::context::Context;
use crate::bundle::drawing::escape;
use crate::bundle::links::{self, relative};
use crate::bundle::part::lists::all_lists;

/// Addresses that one file may hold, by the protocol of sitemaps (sitemaps.org).
const MOST_ADDRESSES: usize = 50_000;

/// Every page that a stranger may look for, as `sitemap.xml`; the files of the data, line by line, are left out. Of more pages
/// than a sitemap may hold the first are listed, plans before what they are made from.
pub fn sitemap(context: &Context<'_>) -> Option<String> {
    let base = context.input.base_url.as_deref()?;
    let (catalog, graph) = (context.input.catalog, context.input.graph);
    let mut pages: Vec<(String, Option<String>)> =
        vec![(String::new(), None), (links::MAKEABLE.to_owned(), None), (links::RULES.to_owned(), None)];
    pages.extend((!context.input.claims.is_empty()).then(|| (links::CLAIMS.to_owned(), None)));
    pages.extend(context.input.has_data.then(|| (links::DATA.to_owned(), None)));
    for (index, plan) in catalog.plans.iter().enumerate() {
        pages.push((links::plan_page(plan.id.value.as_str()), day_of(context, index)));
    }
    pages.extend(all_lists(context).into_iter().map(|(_, _, path)| (path, None)));
    pages.extend(catalog.facilities.iter().map(|it| (links::facility_page(it.id.value.as_str()), None)));
    let materials = catalog.materials.iter().filter(|it| graph.item_index(it.id.value.as_str()).is_some());
    pages.extend(materials.map(|it| (links::material_page(it.id.value.as_str()), None)));
    pages.extend(catalog.processes.iter().map(|it| (links::process_page(it.id.value.as_str()), None)));
    pages.extend(catalog.capabilities.iter().map(|it| (links::capability_page(it.id.value.as_str()), None)));
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, day) in pages.into_iter().take(MOST_ADDRESSES) {
        let day = day.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        text.push_str(&format!("<url><loc>{}{}</loc>{day}</url>\n", escape(base), escape(&relative("", &path))));
    }
    text.push_str("</urlset>\n");
    Some(text)
}

/// `robots.txt`: everything may be looked at, and here is the list. It counts where the site is the root of its host.
pub fn robots(context: &Context<'_>) -> Option<String> {
    let base = context.input.base_url.as_deref()?;
    Some(format!("User-agent: *\nAllow: /\n\nSitemap: {base}{}\n", links::SITEMAP))
}
