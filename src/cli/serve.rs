//! `groundup serve`: the site, each page made when it is asked for, from the repository as it was last saved; open pages show what
//! `check` finds, and load again on every save.

mod standing;

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use self::standing::{Standing, gather, machines, shops};
use super::pipeline::Inquiry;
use super::session::find_repository;
use super::{Console, Failure, Outcome};
use crate::bundle::{IsTold, LazySite, Overview, Problem, Templates};
use crate::diagnostic::Severity;
use crate::host::{Answer, DiskWorld, LiveServer, Noticed, Watcher};
use crate::lint::Checked;
use crate::lint::session::{Session, Touched};
use crate::text::RepoPath;
use crate::world::World;

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

/// What the one who makes the pages is told.
enum Message {
    /// Something was saved.
    Saved(Noticed),
    /// A page is asked for, at a path.
    Asked(String, Sender<Answer>),
    /// The figures of all plans are there, or it was stopped to gather them: in this round.
    Gathered(u64),
}

/// Beyond so many places at once, the whole is read again: a checkout, for example.
const MOST_PLACES: usize = 64;

/// After so long without a word the whole is looked at, for findings that take all of it.
const QUIET: Duration = Duration::from_millis(700);

/// Files up to which git is asked again after a save whether they differ from what is committed.
const FEW_FILES: usize = 2_000;

/// Runs `serve` until Ctrl-C; nothing is written, so nothing is left half done.
///
/// # Errors
/// There is no repository, it cannot be watched, or the port is taken.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let root = find_repository(args.repo.as_deref())?;
    // First the watch, then the look: what changes between the two is noticed.
    let watcher = Watcher::start(&root)?;
    let (send, messages) = channel();
    let to_self = send.clone();
    let asking = Mutex::new(send.clone());
    let content = move |path: &str| {
        let (reply, answer) = channel();
        let message = Message::Asked(path.to_owned(), reply);
        let sent = asking.lock().unwrap_or_else(PoisonError::into_inner).send(message);
        sent.ok().and_then(|()| answer.recv().ok()).unwrap_or_else(|| nothing_here(""))
    };
    let server = LiveServer::start(args.host, args.port, Arc::new(content))?;
    std::thread::spawn(move || {
        while let Some(noticed) = watcher.wait() {
            if send.send(Message::Saved(noticed)).is_err() {
                break;
            }
        }
    });
    let start = Instant::now();
    let mut world = DiskWorld::open(&root)?;
    let mut session = Session::open(&world);
    let mut version = 1;
    console.print(&format!("http://{}/\n", server.address()))?;
    console.note(&format!("{}; read in {} ms", summary(&session), start.elapsed().as_millis()));
    console.note("watching; Ctrl-C ends");
    session.prepare();
    let (mut templates, _) = Templates::load(&world);
    // What was saved since the whole was looked at.
    let mut pending: BTreeSet<RepoPath> = BTreeSet::new();
    let mut standing = Standing::default();
    let wire = (&messages, &to_self);
    while let Some(heard) = show(&world, &session, &templates, wire, &mut standing, !pending.is_empty()) {
        let start = Instant::now();
        let machines_before = machines(&session.checked().catalog);
        let was_quiet = matches!(heard, Heard::Quiet);
        // What the whole is to be looked at for; `None` where it can wait.
        let touched = match heard {
            Heard::Quiet => Some(Touched::Files(std::mem::take(&mut pending))),
            Heard::Saved(Noticed::Places(places)) if places.len() <= MOST_PLACES => {
                let files = world.refresh(&places);
                if files.is_empty() {
                    continue;
                }
                if world.list().len() <= FEW_FILES {
                    world.forget_history();
                }
                let glance = session.touch(&world, &files);
                if glance.as_ref().is_some_and(|glance| glance.is_as_it_was) {
                    continue;
                }
                if files.iter().any(|path| path.is_in("templates")) {
                    (templates, _) = Templates::load(&world);
                }
                let patched = glance.and_then(|_| session.patch(&world, &files));
                pending.extend(files);
                match patched {
                    Some(patch) => {
                        standing.note(session.checked(), &machines_before, &patch);
                        None
                    }
                    None => {
                        standing.forget();
                        Some(Touched::Files(std::mem::take(&mut pending)))
                    }
                }
            }
            Heard::Saved(_) => match DiskWorld::open(&root) {
                Ok(now) => {
                    world = now;
                    pending.clear();
                    standing.forget();
                    Some(Touched::Any)
                }
                // A folder that goes while it is listed is heard of again.
                Err(message) => {
                    console.note(&message);
                    continue;
                }
            },
        };
        let before = was_quiet.then(|| bar(session.checked()));
        if let Some(touched) = touched {
            session = session.recheck(&world, &touched);
            session.prepare();
            (templates, _) = Templates::load(&world);
        }
        // Pages that are open have been told of the save already, unless more was found since.
        if before.is_none_or(|before| before != bar(session.checked())) {
            version += 1;
            server.tell(version);
            console.note(&format!("{}; told in {} ms", summary(&session), start.elapsed().as_millis()));
        }
    }
    Ok(Outcome::Fine)
}

fn summary(session: &Session) -> String {
    let checked = session.checked();
    crate::emit::check_summary(&checked.diagnostics, &checked.sources, checked.document_count)
}

/// Why pages are to be made anew.
enum Heard {
    /// Something was saved.
    Saved(Noticed),
    /// Nothing was asked for or saved for a while.
    Quiet,
}

/// Shows a repository as it is, page by page as they are asked for, until something is saved, or, if something is pending, all is
/// quiet; `None` if no more will be heard. Meanwhile the figures of all plans are gathered, or those anew that changed: pages that
/// need them wait for that, the others do not.
fn show(
    world: &DiskWorld,
    session: &Session,
    templates: &Templates,
    (messages, to_self): (&Receiver<Message>, &Sender<Message>),
    standing: &mut Standing,
    is_pending: bool,
) -> Option<Heard> {
    let checked = session.checked();
    let (uses, before) = standing.uses(checked);
    let inquiry = Inquiry::with_shops(world, checked, &uses, shops(checked, &uses, before));
    let answers = |plan: usize, is_told: IsTold<'_>| inquiry.answers_with_names(plan, is_told);
    let scores = |plan: usize| inquiry.score(plan);
    let input = inquiry.site_input(&answers, &scores, true);
    let site = LazySite::open(&input, templates);
    let bar = bar(checked);
    let mut made: HashMap<String, Answer> = HashMap::new();
    let is_to_stop = AtomicBool::new(false);
    let (round, begun) = standing.begin();
    let heard = std::thread::scope(|scope| {
        let mut gathering = Some(scope.spawn(|| {
            let gathered = gather(&site, begun, &is_to_stop);
            let _ = to_self.send(Message::Gathered(round));
            gathered
        }));
        let mut overview: Option<Overview> = None;
        let mut answer_at = |path: String, overview: Option<&Overview>| {
            let page = |path: &str| match path.strip_prefix("data/") {
                Some(_) => inquiry.data_at(path).map(Ok),
                None => site.get(path, overview),
            };
            let answer = made.get(&path).cloned().unwrap_or_else(|| answer(&path, &bar, page));
            made.insert(path, answer.clone());
            answer
        };
        let heard = loop {
            let message = match is_pending {
                true => match messages.recv_timeout(QUIET) {
                    Err(RecvTimeoutError::Timeout) => break Some(Heard::Quiet),
                    message => message.ok(),
                },
                false => messages.recv().ok(),
            };
            match message {
                None => break None,
                Some(Message::Saved(noticed)) => break Some(Heard::Saved(noticed)),
                Some(Message::Asked(path, reply)) => {
                    if overview.is_none() && site.is_about_all(&page_at(&path)) {
                        standing.waiting.push((path, reply));
                    } else {
                        // Who asked may have gone.
                        let _ = reply.send(answer_at(path, overview.as_ref()));
                    }
                }
                Some(Message::Gathered(number)) if number == round => {
                    let gathered = gathering.take().and_then(|gathering| gathering.join().ok());
                    overview = gathered.map(|(overview, _)| overview);
                    for (path, reply) in std::mem::take(&mut standing.waiting) {
                        let _ = reply.send(answer_at(path, overview.as_ref()));
                    }
                }
                // Of a round that is over: what it gathered was kept.
                Some(Message::Gathered(_)) => {}
            }
        };
        is_to_stop.store(true, Ordering::Relaxed);
        let gathered = gathering.and_then(|gathering| gathering.join().ok()).map(|(overview, _)| overview);
        overview.or(gathered).into_iter().for_each(|overview| standing.keep(overview));
        heard
    });
    drop(site);
    let places = inquiry.into_settled();
    standing.keep_reached(uses, places);
    heard
}

/// What stands at a path. Only what the site makes can be asked for, so no path leads out.
fn answer(path: &str, bar: &str, page: impl Fn(&str) -> Option<Result<Vec<u8>, Problem>>) -> Answer {
    let fixed = |mime, text: &'static str| Answer { status: 200, mime, content: Arc::from(text.as_bytes()) };
    match path {
        "__groundup/live.js" => return fixed("text/javascript; charset=utf-8", SCRIPT),
        "__groundup/bar.css" => return fixed("text/css; charset=utf-8", STYLE),
        _ => {}
    }
    let path = page_at(path);
    match page(&path) {
        Some(Ok(content)) if path.ends_with(".html") => Answer {
            status: 200,
            mime: mime(&path),
            content: live(&String::from_utf8_lossy(&content), bar).into_bytes().into(),
        },
        Some(Ok(content)) => Answer { status: 200, mime: mime(&path), content: content.into() },
        Some(Err(problem)) => {
            let text = format!("{}: {}", problem.path, problem.reason);
            Answer { status: 500, ..page_of("Not made", &format!("<p>{}</p>", escaped(&text)), bar) }
        }
        None => nothing_here(bar),
    }
}

/// What is meant by an address: the first page of a folder.
fn page_at(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn nothing_here(bar: &str) -> Answer {
    page_of("Not here", "<p>There is no such page. <a href=\"/\">To the first page</a></p>", bar)
}

fn page_of(title: &str, body: &str, bar: &str) -> Answer {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    );
    Answer { status: 404, mime: mime("x.html"), content: live(&page, bar).into_bytes().into() }
}

/// A page that listens for changes, with the bar of findings.
fn live(page: &str, bar: &str) -> String {
    // The page's own policy allows no connection; this one may ask this server.
    let page = page.replacen("default-src 'none';", "default-src 'none'; connect-src 'self';", 1);
    let head = "<link rel=\"stylesheet\" href=\"/__groundup/bar.css\">\n<script src=\"/__groundup/live.js\" defer></script>\n</head>";
    page.replacen("</head>", head, 1).replacen("</body>", &format!("{bar}</body>"), 1)
}

fn bar(checked: &Checked) -> String {
    let (diagnostics, sources) = (&checked.diagnostics, &checked.sources);
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
