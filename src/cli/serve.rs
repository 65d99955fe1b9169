//! `groundup serve`: the site out of memory, made anew on every save; open pages show what `check` finds, and load again.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

use super::pipeline::Inquiry;
use super::session::{Session, find_repository};
use super::{Console, Failure, Outcome};
use crate::bundle::{Bundle, IsTold, site};
use crate::diagnostic::Severity;
use crate::host::{Answer, LiveServer, Watcher};
use crate::lint::documentation::scores;
use crate::local::Uses;

/// Findings that a page shows; `check` tells all.
const MOST_SHOWN: usize = 20;

const SCRIPT: &str = include_str!("serve/live.js");
const STYLE: &str = include_str!("serve/bar.css");

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository
    repo: Option<PathBuf>,
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// The address to listen on; by default this machine alone can read
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
}

/// What is shown, and whether it is being made anew.
#[derive(Default)]
struct Shown {
    site: Arc<Bundle>,
    /// The bar of findings, as HTML.
    bar: Arc<str>,
    is_making: bool,
}

#[derive(Default)]
struct Stage {
    shown: Mutex<Shown>,
    made: Condvar,
}

/// Runs `serve` until Ctrl-C; nothing is written, so nothing is left half done.
///
/// # Errors
/// There is no repository, it cannot be watched, or the port is taken.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let root = find_repository(args.repo.as_deref())?;
    // First the watch, then the look: what changes between the two is noticed.
    let watcher = Watcher::start(&root)?;
    let stage = Arc::new(Stage::default());
    let content = {
        let stage = stage.clone();
        Arc::new(move |path: &str| answer(&stage, path))
    };
    stage.shown.lock().unwrap_or_else(PoisonError::into_inner).is_making = true;
    let server = LiveServer::start(args.host, args.port, content)?;
    let mut version = 1;
    let make = |version: u64, console: &mut Console| -> Result<(), Failure> {
        let start = Instant::now();
        {
            // Pages wait from here on, so that none is told of a change and then shown what was before.
            stage.shown.lock().unwrap_or_else(PoisonError::into_inner).is_making = true;
        }
        let session = match Session::read(Some(&root), None) {
            Ok(session) => session,
            Err(error) => {
                show(&stage, |shown| shown.is_making = false);
                console.note(&format!("{error}"));
                return Ok(());
            }
        };
        let bar: Arc<str> = bar(&session).into();
        server.tell(version);
        let told = start.elapsed();
        let site = Arc::new(site_of(&session)?);
        let count = site.files.len();
        show(&stage, |shown| *shown = Shown { site, bar, is_making: false });
        let summary = crate::emit::check_summary(
            &session.checked.diagnostics,
            &session.checked.sources,
            session.checked.document_count,
        );
        console.note(&format!(
            "{summary}; told in {} ms, {count} files in {} ms",
            told.as_millis(),
            start.elapsed().as_millis()
        ));
        Ok(())
    };
    make(version, console)?;
    console.print(&format!("http://{}/\n", server.address()))?;
    console.note("watching; Ctrl-C ends");
    while watcher.wait().is_some() {
        version += 1;
        make(version, console)?;
    }
    Ok(Outcome::Fine)
}

fn show(stage: &Stage, change: impl FnOnce(&mut Shown)) {
    change(&mut stage.shown.lock().unwrap_or_else(PoisonError::into_inner));
    stage.made.notify_all();
}

fn site_of(session: &Session) -> Result<Bundle, Failure> {
    let sink = Mutex::new(Bundle::default());
    let uses = Uses::of(&session.checked.graph);
    let inquiry = Inquiry::open(session, &uses, true);
    let documentation = scores(&session.world, &session.checked);
    let answers = |plan: usize, is_told: IsTold<'_>| inquiry.answers_with_data(plan, is_told, &sink);
    site(&inquiry.site_input(&answers, &documentation, true), &sink);
    inquiry.finish()?;
    Ok(sink.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What stands at a path. Only what is in memory can be asked for, so no path leads out.
fn answer(stage: &Stage, path: &str) -> Answer {
    let fixed = |mime, text: &'static str| Answer { status: 200, mime, content: Arc::from(text.as_bytes()) };
    match path {
        "__groundup/live.js" => return fixed("text/javascript; charset=utf-8", SCRIPT),
        "__groundup/bar.css" => return fixed("text/css; charset=utf-8", STYLE),
        _ => {}
    }
    let shown = stage.shown.lock().unwrap_or_else(PoisonError::into_inner);
    let shown = stage.made.wait_while(shown, |shown| shown.is_making).unwrap_or_else(PoisonError::into_inner);
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let (site, bar) = (shown.site.clone(), shown.bar.clone());
    drop(shown);
    match site.files.get(&path) {
        Some(content) if path.ends_with(".html") => Answer {
            status: 200,
            mime: mime(&path),
            content: live(&String::from_utf8_lossy(content), &bar).into_bytes().into(),
        },
        Some(content) => Answer { status: 200, mime: mime(&path), content: content.clone() },
        None => {
            let page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Not here</title>\n</head>\n<body>\n\
                 <p>There is no such page. <a href=\"/\">To the first page</a></p>\n</body>\n</html>\n";
            Answer { status: 404, mime: mime("x.html"), content: live(page, &bar).into_bytes().into() }
        }
    }
}

/// A page that listens for changes, with the bar of findings.
fn live(page: &str, bar: &str) -> String {
    // The page's own policy allows no connection; this one may ask this server.
    let page = page.replacen("default-src 'none';", "default-src 'none'; connect-src 'self';", 1);
    let head = "<link rel=\"stylesheet\" href=\"/__groundup/bar.css\">\n<script src=\"/__groundup/live.js\" defer></script>\n</head>";
    page.replacen("</head>", head, 1).replacen("</body>", &format!("{bar}</body>"), 1)
}

fn bar(session: &Session) -> String {
    let (diagnostics, sources) = (&session.checked.diagnostics, &session.checked.sources);
    if diagnostics.is_empty() {
        return String::new();
    }
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|found| found.severity != Severity::Error);
    let mut lines = String::new();
    for found in sorted.iter().take(MOST_SHOWN) {
        let source = sources.get(found.span.file);
        let place = source.position(found.span.start);
        let word = if found.severity == Severity::Error { "error" } else { "warning" };
        let help = found.help.as_ref().map(|help| format!("<br>{}", escaped(help))).unwrap_or_default();
        lines.push_str(&format!(
            "<li class=\"{word}\"><code>{}:{}:{}</code> <strong>{word}</strong> {}{help}</li>\n",
            escaped(source.path.as_str()),
            place.line,
            place.column,
            escaped(&found.message)
        ));
    }
    if diagnostics.len() > MOST_SHOWN {
        lines.push_str(&format!(
            "<li>and {} more; <code>groundup check</code> tells all</li>\n",
            diagnostics.len() - MOST_SHOWN
        ));
    }
    format!(
        "<aside id=\"groundup-findings\" aria-label=\"Findings\"><details{}><summary>{errors} errors, {} warnings</summary>\n<ul>\n{lines}</ul>\n</details></aside>\n",
        if errors > 0 { " open" } else { "" },
        diagnostics.len() - errors
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn mime(path: &str) -> &'static str {
    let extension = Path::new(path).extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        "md" | "txt" | "csv" | "yaml" | "yml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{live, mime};

    #[test]
    fn a_page_listens_and_tells_what_is_wrong() {
        let page = "<head>\n<meta content=\"default-src 'none'; img-src 'self'\">\n</head>\n<body>\n</body>";
        let page = live(page, "<aside>bar</aside>");
        assert!(page.contains("default-src 'none'; connect-src 'self'; img-src"), "{page}");
        assert!(page.contains("live.js") && page.contains("<aside>bar</aside></body>"), "{page}");
        assert_eq!(mime("a/b.SVG"), "image/svg+xml");
    }
}
