//! Pictures that stand alone: the order in which to build machines, and the schedule of a build. Drawn here, without a library,
//! since both have a plain grid: the chart libraries that were looked at bring raster backends and fonts, and no dark mode.

mod gantt;
mod order;

pub use gantt::{GanttWords, gantt_svg};
pub use order::order_svg;

use super::drawing::escape;

/// Colours for light and dark, by what the reader's system asks for.
const STYLE: &str = "<style>\
:root{color-scheme:light dark}\
svg{--ground:#fff;--ink:#1b1b1b;--soft:#5a5a5a;--line:#b9b9b9;--box:#f2f4f7;--edge:#4a6785;--new:#e3efe0;--new-edge:#3f7a35;\
--seed:#fbe9d6;--seed-edge:#a85a00;--bar:#4a78a8;--bar2:#6a9a5b;--bar3:#a8783a;--bar4:#8a6aa0;--wait:#c9c9c9;background:var(--ground)}\
@media (prefers-color-scheme:dark){svg{--ground:#15171a;--ink:#ececec;--soft:#a8a8a8;--line:#4a4a4a;--box:#22262b;--edge:#8fb0d2;\
--new:#1f2e1d;--new-edge:#8cc47f;--seed:#33261a;--seed-edge:#e6a35a;--bar:#5f93c8;--bar2:#7fb36e;--bar3:#c79450;--bar4:#a888c0;--wait:#555}}\
text{font:13px system-ui,sans-serif;fill:var(--ink)}.soft{fill:var(--soft);font-size:12px}.head{font-weight:600}\
.arrow{fill:none;stroke:var(--line);stroke-width:1.5}.tick{stroke:var(--line);stroke-width:1}\
.stands{fill:var(--box);stroke:var(--edge)}.new{fill:var(--new);stroke:var(--new-edge)}\
.seed{fill:var(--seed);stroke:var(--seed-edge);stroke-dasharray:5 3}\
</style>";

/// The first `most` letters of a text, with a sign where it is cut.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

/// An SVG that stands alone.
fn page(width: f64, height: f64, label: &str, body: &str) -> String {
    let (width, height) = (width.ceil(), height.ceil());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{label}\">{STYLE}<title>{label}</title>{body}</svg>\n",
        label = escape(label)
    )
}

#[cfg(test)]
mod tests {
    use super::{cut, escape};

    #[test]
    fn names_are_inert_and_fit() {
        assert_eq!(escape("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
        assert_eq!((cut("short", 8), cut("rather long", 8)), ("short".to_owned(), "rather…".to_owned()));
    }
}
